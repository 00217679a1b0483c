import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, get } from "node:http";
import { connect } from "node:net";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { startSandbox } from "../src/index.js";
import { Browser, heading } from "./browser.js";
import { REDIRECT_URI, authorizationUrl, logIn, pkce, startFor, userinfo } from "./client.js";

describe("startSandbox", () => {
  it("takes another port where the one asked for is taken", async (test) => {
    const other = createServer().listen(0, "127.0.0.1");
    test.after(() => other.close());
    await once(other, "listening");
    const { port } = other.address();
    const sandbox = await startFor(test, { port });
    assert.notEqual(new URL(sandbox.issuer).port, String(port));
    assert.equal((await logIn(sandbox, { scope: "openid" })).status, 200);
  });

  it("runs twice in one process, each with its own keys, codes and sessions", async (test) => {
    const [one, two] = await Promise.all([startFor(test), startFor(test)]);
    const login = await logIn(one, { scope: "openid permission_management" });
    assert.equal(login.status, 200);
    assert.equal((await userinfo(two, login.body.access_token)).status, 401);
    const plain = await logIn(two, { scope: "permission_management" });
    await assert.rejects(one.verifyPermissionToken(plain.body.access_token));
    assert.equal((await two.verifyPermissionToken(plain.body.access_token)).accountId, "mia");
    await one.close();
    assert.equal((await fetch(two.endpoints.jwks)).status, 200);
  });

  it("gives the cookies of two sandboxes different names, because cookies know no ports", async (test) => {
    const [one, two] = await Promise.all([startFor(test), startFor(test)]);
    const names = async (sandbox) => {
      const address = authorizationUrl(sandbox, { scope: "openid", challenge: pkce().challenge });
      const response = await fetch(address, { redirect: "manual" });
      return response.headers.getSetCookie().map((cookie) => cookie.split("=")[0]);
    };
    const [namesOne, namesTwo] = [await names(one), await names(two)];
    assert.ok(namesOne.length > 0);
    assert.deepEqual(namesOne.filter((name) => namesTwo.includes(name)), []);
  });

  it("says which address can't be registered", async () => {
    for (const [wrong, message] of [
      [{ redirectUris: ["/callback"] }, /redirectUris: "\/callback" is not an absolute URI/],
      [{ redirectUris: [`${REDIRECT_URI}#x`] }, /redirectUris: .*fragments/],
      [{ redirectUris: ["javascript:alert(1)"] }, /redirectUris: .*javascript/],
      [{ allowedOrigins: ["http://127.0.0.1:5173/"] }, /allowedOrigins: "http:\/\/127\.0\.0\.1:5173\/" is not an origin/],
      [{ allowedOrigins: ["chrome-extension://abc/page.html"] }, /allowedOrigins: .*is not an origin/],
    ]) {
      await assert.rejects(startSandbox({ port: 0, redirectUris: [REDIRECT_URI], ...wrong }), { name: "TypeError", message });
    }
  });

  it("answers the pages of a browser extension that is registered", async (test) => {
    const origin = "chrome-extension://kkkloggepjodahjbbpfgfgdfdfjgnice";
    const { endpoints } = await startFor(test, { allowedOrigins: [origin] });
    const { headers } = await fetch(endpoints.jwks, { headers: { Origin: origin } });
    assert.equal(headers.get("Access-Control-Allow-Origin"), origin);
  });

  it("starts without redirect URIs and says what is missing", async (test) => {
    const sandbox = await startFor(test, { redirectUris: [] });
    const page = await new Browser(sandbox).open(authorizationUrl(sandbox, { scope: "openid", challenge: pkce().challenge }));
    assert.equal(heading(page), "Redirect URI not registered");
    assert.match(page.text, /None is registered yet/);
  });

  it("tells its log of events, without secrets", async (test) => {
    const lines = [];
    const sandbox = await startFor(test, { log: (line) => lines.push(line) });
    const { body, response } = await logIn(sandbox, { scope: "permission_management" });
    await userinfo(sandbox, "no token");
    assert.deepEqual(lines, [
      "demo-rs256: sign-in page shown",
      "demo-rs256: approval page shown",
      "demo-rs256: code issued for mia, scope permission_management",
      "demo-rs256: tokens issued, scope permission_management",
      "unknown client: userinfo refused: invalid_request, invalid authorization header value format",
    ]);
    assert.deepEqual(lines.filter((line) => line.includes(response.code) || line.includes(body.access_token)), []);
  });
});

describe("the server", () => {
  it("has a start page, and a page for addresses that lead nowhere", async (test) => {
    const sandbox = await startFor(test);
    const browser = new Browser(sandbox);
    const home = await browser.open("/");
    assert.deepEqual([home.status, heading(home)], [200, "netID Broker"]);
    assert.ok(home.text.includes(sandbox.endpoints.authorization));
    const nowhere = await browser.open("/nowhere");
    assert.deepEqual([nowhere.status, heading(nowhere)], [404, "Nothing here"]);
  });

  it("answers under its own name only", async (test) => {
    const sandbox = await startFor(test);
    const { port } = new URL(sandbox.origin);
    const response = await new Promise((resolve, reject) => {
      get({ host: "127.0.0.1", port, path: "/authorize?x=1", headers: { host: `localhost:${port}` }, agent: false }, resolve).on("error", reject);
    });
    response.resume();
    assert.deepEqual([response.statusCode, response.headers.location], [307, `${sandbox.origin}/authorize?x=1`]);
  });

  it("closes at once, connections in the middle of a request included", { timeout: 5_000 }, async (test) => {
    const sandbox = await startFor(test);
    const socket = connect(new URL(sandbox.origin).port, "127.0.0.1");
    test.after(() => socket.destroy());
    socket.write("GET / HTTP/1.1\r\n");
    // The answer to a later request says that the server has seen the earlier connection.
    await (await fetch(sandbox.endpoints.jwks)).text();
    await Promise.all([once(socket, "close"), sandbox.close()]);
    await sandbox.close();
    await assert.rejects(fetch(sandbox.endpoints.jwks));
  });

  it("prints nothing, and lets the process end once closed", async () => {
    const code = `
      import { startSandbox } from ${JSON.stringify(new URL("../src/index.js", import.meta.url).href)};
      const sandbox = await startSandbox({ port: 0, redirectUris: [${JSON.stringify(REDIRECT_URI)}] });
      for (const path of ["/", "/nowhere", "/authorize?client_id=demo-rs256", "/authorize", "/userinfo"]) {
        await (await fetch(new URL(path, sandbox.origin))).text();
      }
      await fetch(sandbox.endpoints.token, { method: "POST" });
      await sandbox.close();`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], { timeout: 20_000 });
    assert.deepEqual([stdout, stderr], ["", ""]);
  });
});

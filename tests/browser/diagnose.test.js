// What a page is told about why netID says no, in Chromium.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { launchChromium } from "../lib/chromium.js";
import { listen } from "../lib/listen.js";
import { bannerPage } from "../lib/pages.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

describe("diagnose()", () => {
  const pages = {};
  const headers = {};
  const foreignPages = {};
  let browser, site, foreign, stranger, sandbox, device, page;

  before(async () => {
    [browser, site, foreign, stranger] = await Promise.all([
      launchChromium(["--host-resolver-rules=MAP *.test 127.0.0.1"]),
      serveSite("127.0.0.1", { pages, headers }),
      serveSite("localhost", { pages: foreignPages }),
      serveSite("intranet.test"),
    ]);
    sandbox = await startSandbox({ port: 0, redirectUris: [`${site.origin}/`, `${foreign.origin}/`] });
    pages["/"] = bannerPage(optionsOf(site));
    foreignPages["/"] = bannerPage(optionsOf(foreign));
  });
  after(() => Promise.all([browser, site, foreign, stranger, sandbox].map((one) => one?.close())));
  beforeEach(async () => {
    device = await browser.newContext();
    device.setDefaultTimeout(10_000);
    page = await device.newPage();
  });
  afterEach(() => {
    delete headers["Content-Security-Policy"];
    return device.close();
  });

  const optionsOf = ({ origin }) => ({ clientId: "demo-rs256", redirectUri: `${origin}/`, endpoints: sandbox.endpoints });

  /** The codes for a new client with these options, in a page of that site. */
  async function codes(options, of = site, before = "") {
    if (!page.url().startsWith(of.origin)) await page.goto(`${of.origin}/`);
    const found = await page.evaluate(`(async () => {
      const { createNetidClient } = await import("/consentkey/index.js");
      const client = await createNetidClient(${JSON.stringify({ ...optionsOf(of), ...options })});
      ${before}
      return client.diagnose();
    })()`);
    for (const { code, message, docs } of found) {
      assert.equal(docs, `https://consentkey.dev/diagnosis#${code}`);
      assert.match(message, /^[^{}]+\.$/);
    }
    return found.map(({ code }) => code);
  }

  async function signIn(of = site) {
    await page.goto(`${of.origin}/`);
    await page.waitForFunction("globalThis.client");
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#open")]);
    await answerBroker(popup);
    await page.evaluate("outcome");
  }

  test("finds nothing where all is well, whatever the flow, and stores nothing", async () => {
    await signIn();
    const before = await page.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href])");
    for (const flow of ["permission", "login", "loginPermission"]) assert.deepEqual(await codes({ flow }), [], flow);
    assert.equal(await page.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href])"), before);
    assert.deepEqual([...new Set(sandbox.permissionCenter.requests.filter(({ url }) => url.includes("/write/")).map(({ method }) => method))], ["GET"]);
  });

  test("tells a page of netID's own site that nobody is signed in", async () => {
    assert.deepEqual(await codes(), ["not_signed_in"]);
  });

  test("tells blocked cookies from nobody being signed in by what happened on the page", async () => {
    assert.deepEqual(await codes({}, foreign), ["not_signed_in", "third_party_cookies_blocked"]);
    await signIn(foreign);
    const found = await page.evaluate("client.diagnose()");
    assert.deepEqual(found.map(({ code }) => code), ["third_party_cookies_blocked", "not_signed_in"]);
  });

  test("lists the causes of the Permission Center's one refusal, most likely first", async () => {
    sandbox.permissionCenter.answerNext((_, response) => {
      response.writeHead(403, { "Content-Type": "application/json" }).end('{"status_code":"TAPP_NOT_ALLOWED"}');
    });
    const only = { flow: "permission", endpoints: { ...sandbox.endpoints, permissionWrite: `${sandbox.origin}/elsewhere` } };
    assert.deepEqual(await codes(only), ["origin_not_registered", "partner_not_active", "tapp_id_wrong"]);
  });

  test("tells the Permission Center's other refusals apart", async () => {
    const only = { endpoints: { ...sandbox.endpoints, permissionWrite: `${sandbox.origin}/elsewhere` } };
    for (const [status, statusCode, code] of [
      [400, "TOKEN_ERROR", "sign_in_expired"],
      [410, "TPID_EXISTENCE_ERROR", "account_gone"],
      [400, "NO_TAPP_ID", "tapp_id_wrong"],
      [503, undefined, "provider_fault"],
      [429, undefined, "permission_refused"],
      [400, "SOMETHING_NEW", "permission_refused"],
      [400, "toString", "permission_refused"],
    ]) {
      sandbox.permissionCenter.answerNext((_, response) => {
        response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify({ status_code: statusCode }));
      });
      assert.deepEqual(await codes(only), [code], `${status} ${statusCode}`);
    }
    assert.deepEqual(await codes({ tappId: "nobody" }), ["tapp_id_wrong"]);
  });

  test("takes an answer that the browser withholds for an origin that is not registered", async () => {
    const found = await codes({}, stranger);
    assert.deepEqual(found, ["page_insecure", "origin_not_registered", "partner_not_active", "tapp_id_wrong"]);
    assert.deepEqual(await codes({ flow: "login" }, stranger), ["page_insecure", "origin_not_registered"]);
  });

  test("names the directive and the host that the page's policy blocks", async () => {
    await page.goto(`${site.origin}/`);
    await page.evaluate(`document.head.insertAdjacentHTML("beforeend", \`<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">\`)`);
    assert.deepEqual([...new Set(await codes())], ["csp_blocked"]);
    const [{ message }] = await page.evaluate("client.diagnose()");
    assert.ok(message.includes("connect-src") && message.includes(new URL(sandbox.origin).host), message);
  });

  test("passes over a policy that only reports", async () => {
    headers["Content-Security-Policy-Report-Only"] = "connect-src 'none'";
    assert.deepEqual(await codes(), ["not_signed_in"]);
    delete headers["Content-Security-Policy-Report-Only"];
  });

  test("compares the device's clock with the server's, within clockTolerance", async () => {
    const ahead = (seconds) => `const { now } = Date; Date.now = () => now() + ${seconds * 1000};`;
    for (const [options, seconds, expected] of [
      [{}, 30, []],
      [{}, 600, ["clock_wrong"]],
      [{}, -600, ["clock_wrong"]],
      [{ clockTolerance: 900 }, 600, []],
    ]) {
      await page.goto(`${site.origin}/`);
      assert.deepEqual(await codes({ ...options, flow: "login" }, site, ahead(seconds)), expected, `${seconds}`);
    }
  });

  test("tells an address where nothing answers, and stays within its time where one hangs", async () => {
    const gone = await listen(() => {});
    await gone.close();
    const silent = await listen(() => {});
    for (const [port, timeout] of [[gone.port, 10], [silent.port, 0.5]]) {
      const permissionRead = `http://127.0.0.1:${port}`;
      const found = await codes({ timeout, endpoints: { ...sandbox.endpoints, permissionRead } });
      assert.deepEqual(found, ["provider_unreachable"]);
    }
    await silent.close();
  });

  test("with a relay asks it, and the provider only where the client is known there", async () => {
    const relay = `${site.origin}/relay`;
    const requests = [];
    page.on("request", (request) => request.url().startsWith(sandbox.origin) && requests.push(request.url()));
    for (const [status, answer, expected] of [
      [401, { code: "grant_missing", message: "-" }, ["not_signed_in"]],
      [401, { code: "grant_expired", message: "-" }, ["not_signed_in"]],
      [403, { code: "origin_refused", message: "-" }, ["relay_refused"]],
      [404, "nothing", ["relay_refused"]],
      [403, { code: "permission_denied", message: "-", statusCode: "TAPP_NOT_ALLOWED" }, ["origin_not_registered", "partner_not_active", "tapp_id_wrong"]],
      [200, { statusCode: "PERMISSIONS_NOT_FOUND" }, []],
    ]) {
      await page.route(`${relay}/**`, (route) => route.fulfill({ status, json: answer }));
      assert.deepEqual(await codes({ relay }), expected, JSON.stringify(answer));
      assert.deepEqual(requests, []);
      await page.unroute(`${relay}/**`);
    }
    await page.route(`${relay}/**`, (route) => route.fulfill({ json: {} }));
    assert.deepEqual(await codes({ relay, tappId: "demo-rs256" }), []);
    assert.ok(requests.length > 0);
  });

  test("sees what is wrong with the client's own options", async () => {
    const flow = "login";
    assert.deepEqual(await codes({ flow, redirectUri: "https://www.publisher.example/" }), ["redirect_other_origin"]);
    assert.deepEqual(await codes({ flow, redirectUri: "app:/callback" }), []);
    const endpoints = { ...sandbox.endpoints, jwks: undefined };
    assert.deepEqual(await codes({ flow, endpoints }), []);
    assert.deepEqual(await codes({ flow, endpoints: { ...endpoints, issuer: `${sandbox.origin}/no/` } }), ["origin_not_registered", "discovery_unusable"]);
    const read = "https://einwilligungsspeicher.qa.netid.de";
    await page.route(`${read}/**`, (route) => route.abort());
    const mixed = await codes({ endpoints: { ...sandbox.endpoints, permissionRead: read } });
    assert.deepEqual(mixed, ["environment_mixed", "provider_unreachable"]);
  });

  test("tells of a storage that is refused, and never throws", async () => {
    const refusing = `Object.defineProperty(globalThis, "sessionStorage", { get() { throw new Error("refused"); } });`;
    assert.deepEqual(await codes({ flow: "login" }, site, refusing), ["storage_refused"]);
    const broken = `globalThis.fetch = () => { throw new Error("broken"); };`;
    assert.ok((await codes({}, site, broken)).every((code) => ["storage_refused", "provider_unreachable"].includes(code)));
  });

  test("knows an offline browser", async () => {
    await page.goto(`${site.origin}/`);
    await page.evaluate("client.diagnose()");
    await device.setOffline(true);
    const found = await page.evaluate("client.diagnose()");
    assert.deepEqual(found.map(({ code }) => code), ["offline"]);
  });
});

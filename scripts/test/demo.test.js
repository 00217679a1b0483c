import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import { portTaken, serveDemo } from "../lib/demo.mjs";

async function isFree(origin) {
  const { hostname, port } = new URL(origin);
  const server = createServer().listen(port, hostname);
  await once(server, "listening");
  server.close();
  await once(server, "close");
  return true;
}

describe("serveDemo", () => {
  it("serves the page and says where its sandbox is", async (t) => {
    const demo = await serveDemo({ port: 0, sandboxPort: 0 });
    t.after(demo.close);
    const page = await fetch(`${demo.origin}/`);
    assert.equal(page.status, 200);
    assert.match(page.headers.get("content-type"), /^text\/html/);

    const answer = await fetch(`${demo.origin}/sandbox.json`);
    const { issuer, endpoints, endpointsWithoutCookies, clients, users, bankid } = demo.sandbox;
    const relay = { path: "/consentkey", clientId: "demo-website" };
    const told = { issuer, endpoints, endpointsWithoutCookies, relay, clients, users, bankid: { issuer: bankid.issuer } };
    assert.deepEqual(await answer.json(), JSON.parse(JSON.stringify(told)));
    assert.equal(answer.headers.get("cache-control"), "no-store");
  });

  it("leaves what is below /docs/ to the documentation, where there is one", async (t) => {
    const docs = (request, response) => response.end(`docs ${request.url}`);
    const demo = await serveDemo({ port: 0, sandboxPort: 0, docs });
    t.after(demo.close);
    assert.equal(await (await fetch(`${demo.origin}/docs/errors`)).text(), "docs /errors");
    assert.match(await (await fetch(`${demo.origin}/`)).text(), /href="\/docs\/"/);
  });

  // In development as well: styles that a module imports come after the first picture of the page.
  for (const path of ["/", "/bankid.html"]) {
    it(`has the styles of ${path} before anything is drawn`, async (t) => {
      const demo = await serveDemo({ port: 0, sandboxPort: 0 });
      t.after(demo.close);
      const html = await (await fetch(demo.origin + path)).text();
      const styles = Array.from(html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g), ([, href]) => href);
      assert.ok(styles.length > 0);
      for (const href of styles) {
        const answer = await fetch(demo.origin + href, { headers: { accept: "text/css" } });
        assert.match(answer.headers.get("content-type"), /^text\/css/, href);
      }
      const [, script] = html.match(/src="(\/src\/[^"]*main\.js[^"]*)"/);
      assert.doesNotMatch(await (await fetch(demo.origin + script)).text(), /\.css/);
    });
  }

  it("registers its own addresses with the sandbox", async (t) => {
    const demo = await serveDemo({ port: 0, sandboxPort: 0 });
    t.after(demo.close);
    const statusFor = async (redirectUri) => {
      const url = new URL(demo.sandbox.endpoints.authorization);
      url.search = new URLSearchParams({
        response_type: "code",
        client_id: Object.values(demo.sandbox.clients)[0].clientId,
        redirect_uri: redirectUri,
        scope: "openid",
        state: "abc",
        nonce: "def",
        code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        code_challenge_method: "S256",
      });
      return (await fetch(url, { redirect: "manual" })).status;
    };
    assert.equal(await statusFor(`${demo.origin}/`), 303);
    assert.equal(await statusFor(`${demo.origin}/?edition=evening`), 303);
    assert.equal(await statusFor(`${demo.origin}/?edition=other`), 400);
  });

  it("takes other ports where its own are taken, and gives them back", async () => {
    const first = await serveDemo({ port: 0, sandboxPort: 0 });
    const ports = { port: Number(new URL(first.origin).port), sandboxPort: Number(new URL(first.sandbox.origin).port) };
    const second = await serveDemo(ports);
    assert.ok(portTaken(ports.port, second.origin).includes(String(ports.port)));
    assert.ok(portTaken(second.sandboxPort, second.sandbox.origin).includes(String(ports.sandboxPort)));
    assert.equal(portTaken(ports.port, first.origin), null);
    assert.equal(portTaken(0, first.origin), null);
    const origins = [first.origin, first.sandbox.origin, second.origin, second.sandbox.origin];
    assert.equal(new Set(origins).size, 4);
    await Promise.all([first.close(), second.close()]);
    for (const origin of origins) assert.ok(await isFree(origin));
  });
});

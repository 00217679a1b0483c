// toNodeHandler around handlers of other make, and a relay that serves several sites.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { afterEach, beforeEach, test } from "node:test";
import { toNodeHandler } from "consentkey/server";
import { listen } from "../lib/listen.js";
import { CODE, cookieOf, read, relayAt, startNetid } from "../lib/relay.js";

const JSON_TYPE = { "Content-Type": "application/json" };

let netid;
beforeEach(async () => {
  netid = await startNetid();
});
afterEach(() => netid.close());

async function serve(context, handler) {
  const server = await listen(toNodeHandler(handler));
  context.after(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}

test("a handler around a relay gets requests and gives responses", async (context) => {
  const { relay } = await relayAt(netid);
  const seen = [];
  const origin = await serve(context, async (request) => {
    seen.push([request instanceof Request, request.method, request.url, request.headers.get("x-mine")]);
    const response = await relay(request);
    response.headers.append("Set-Cookie", "another=1");
    return response;
  });
  const headers = { Origin: origin, "X-Mine": "1", ...JSON_TYPE };
  const granted = await read(await fetch(`${origin}/consentkey/grant?a=b`, { method: "POST", headers, body: JSON.stringify(CODE) }));
  assert.equal(granted.status, 200);
  assert.deepEqual(seen, [[true, "POST", `${origin}/consentkey/grant?a=b`, "1"]]);
  assert.deepEqual(granted.headers.getSetCookie().map((cookie) => cookie.split("=")[0]), ["consentkey", "another"]);
  const permissions = await fetch(`${origin}/consentkey/permissions`, { headers: { Cookie: cookieOf(granted) } });
  assert.equal(permissions.status, 200);
});

test("its signal fires when whoever sent the request leaves, and not after an answer", async (context) => {
  const told = new EventEmitter();
  const origin = await serve(context, async ({ url, signal }) => {
    signal.addEventListener("abort", () => told.emit("left", url));
    if (url.endsWith("/stay")) return new Response("here");
    told.emit("asked");
    await once(signal, "abort");
    return new Response("nobody");
  });
  assert.equal(await (await fetch(`${origin}/stay`)).text(), "here");
  const page = new AbortController();
  const asked = once(told, "asked");
  const left = once(told, "left");
  const answer = fetch(`${origin}/leave`, { signal: page.signal }).catch(({ name }) => name);
  await asked;
  page.abort();
  assert.equal(await answer, "AbortError");
  assert.deepEqual(await left, [`${origin}/leave`]);
});

test("a handler that rejects ends the connection, and the server lives on", async (context) => {
  const origin = await serve(context, async ({ url }) => {
    if (url.endsWith("/fail")) throw new Error("mine");
    return new Response(null, { status: 204 });
  });
  await assert.rejects(fetch(`${origin}/fail`), TypeError);
  assert.equal((await fetch(origin)).status, 204);
});

test("each request is judged by the site that it is for, whichever was asked before", async () => {
  const { relay } = await relayAt(netid, { trustProxy: true });
  const ask = async (site, origin) => {
    const headers = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": site, Origin: `https://${origin}`, ...JSON_TYPE };
    return (await relay(new Request("http://10.0.0.1/consentkey/grant", { method: "DELETE", headers }))).status;
  };
  for (const [site, origin, status] of [
    ["a.example", "a.example", 204],
    ["b.example", "a.example", 403],
    ["b.example", "b.example", 204],
    ["a.example", "b.example", 403],
    ["a.example", "a.example", 204],
  ]) {
    assert.equal(await ask(site, origin), status, `${origin} at ${site}`);
  }
});

test("what a proxy says is no origin is refused, and nothing is learned from it", async () => {
  const { relay } = await relayAt(netid, { trustProxy: true });
  for (const [protocol, host] of [
    ["https://evil.example/", "site.example"],
    ["ftp", "site.example"],
    ["HTTPS", "site.example"],
    ["", "site.example"],
    ["https", "a b"],
    ["https", ""],
  ]) {
    const headers = { "X-Forwarded-Proto": protocol, "X-Forwarded-Host": host, Origin: "https://evil.example" };
    const { status, body } = await read(await relay(new Request("http://10.0.0.1/consentkey/permissions", { headers })));
    assert.deepEqual([status, body.code], [400, "request_invalid"], `${protocol} ${host}`);
  }
});

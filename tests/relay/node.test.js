// toNodeHandler: a relay on node:http, with what only the wire can bring.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { connect } from "node:net";
import { afterEach, beforeEach, test } from "node:test";
import { toNodeHandler } from "consentkey/server";
import { listen } from "../lib/listen.js";
import { json } from "../lib/provider.js";
import { CODE, READ, WRITE, cookieOf, read, relayAt, startNetid } from "../lib/relay.js";

let netid, server, origin, events;
beforeEach(async () => {
  netid = await startNetid();
  events = new EventEmitter();
  const { relay } = await relayAt(netid, { onEvent: (event) => void events.emit(event.name, event) });
  server = await listen(toNodeHandler(relay));
  origin = `http://127.0.0.1:${server.port}`;
});
afterEach(() => Promise.all([server.close(), netid.close()]));

const ask = async (path, { headers, ...options } = {}) =>
  read(await fetch(`${origin}/consentkey${path}`, { ...options, headers: { Origin: origin, ...headers } }));
const post = (path, body, headers) =>
  ask(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } });

/** Sends bytes as they are, and gives all that comes back until the connection ends. */
async function raw(text) {
  const socket = connect(server.port, "127.0.0.1").setEncoding("latin1");
  socket.write(text, "latin1");
  let answer = "";
  socket.on("data", (data) => (answer += data)).on("error", () => {});
  await once(socket, "close");
  return answer;
}

test("the whole way: a grant, permissions, and the end of it", async () => {
  const granted = await post("/grant", CODE);
  assert.equal(granted.status, 200);
  const Cookie = cookieOf(granted);
  assert.match(Cookie, /^consentkey=1\./);
  assert.equal((await ask("/permissions", { headers: { Cookie } })).status, 200);
  assert.equal((await post("/permissions", { idconsent: "VALID" }, { Cookie })).status, 201);
  const gone = await ask("/grant", { method: "DELETE" });
  assert.deepEqual([gone.status, gone.text], [204, ""]);
  assert.deepEqual(netid.unexpected, []);
});

test("what is no request of HTTP's own form is 4xx, and the server lives on", async () => {
  const end = "Connection: close\r\n\r\n";
  for (const [text, status] of [
    [`GET /consentkey/permissions HTTP/1.0\r\n\r\n`, 400],
    [`GET /consentkey/permissions HTTP/1.1\r\nHost: a/b\r\n${end}`, 400],
    [`GET /consentkey/permissions HTTP/1.1\r\nHost: user@evil.example\r\n${end}`, 400],
    [`GET /consentkey/permissions HTTP/1.1\r\nHost: [::1\r\n${end}`, 400],
    [`GET http://evil.example/consentkey/permissions HTTP/1.1\r\nHost: a\r\n${end}`, 400],
    [`GET //evil.example/consentkey/permissions HTTP/1.1\r\nHost: a\r\n${end}`, 404],
    [`OPTIONS * HTTP/1.1\r\nHost: a\r\n${end}`, 400],
    [`TRACE /consentkey/grant HTTP/1.1\r\nHost: a\r\n${end}`, 400],
    [`GET /%ff%zz HTTP/1.1\r\nHost: a\r\n${end}`, 404],
    [`GET /consentkey/permissions HTTP/1.1\r\nHost: a\r\nCookie: \xff\xfe=\x80\r\n${end}`, 401],
    [`GET /consentkey/permissions HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nOrigin: http://a\r\n${end}`, 403],
    [`GET /consentkey/permissions HTTP/1.1\r\nHost: a\r\nCookie: ${"c".repeat(20_000)}\r\n${end}`, 431],
    [`POST /consentkey/grant HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nContent-Type: application/json\r\nContent-Length: -1\r\n${end}`, 400],
  ]) {
    const answer = await raw(text);
    assert.equal(answer.slice(0, 12), `HTTP/1.1 ${status}`, text.slice(0, 80));
  }
  assert.equal((await ask("/permissions")).status, 401);
});

test("a body that is too large is answered before it is sent in whole", async () => {
  for (const length of ["Content-Length: 1000000000", "Transfer-Encoding: chunked"]) {
    const head = `POST /consentkey/grant HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;
    const chunk = "c".repeat(70_000);
    const answer = await raw(head + (length.startsWith("T") ? `${chunk.length.toString(16)}\r\n${chunk}\r\n` : ""));
    assert.match(answer, /^HTTP\/1.1 413 /);
    assert.match(answer, /\r\nConnection: close\r\n/i);
    assert.match(answer, /"code":"body_too_large"/);
  }
});

test("a page that leaves in the middle of its body takes nothing along", async () => {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(`POST /consentkey/grant HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"code`);
  await once(socket, "connect");
  socket.destroy();
  assert.equal((await post("/grant", CODE)).status, 200);
  assert.equal(netid.requests.length, 1);
});

test("a page that leaves has its reading broken off at netID, and what it decided stored", async () => {
  const Cookie = cookieOf(await post("/grant", CODE));
  const upstream = new EventEmitter();
  netid.answers[READ] = (_, response) => {
    response.on("close", () => upstream.emit("gone", response.writableEnded));
    upstream.emit("asked");
  };
  netid.answers[WRITE] = (_, response) => upstream.emit("asked", response);
  const leaving = async (options) => {
    const asked = once(upstream, "asked");
    const page = new AbortController();
    const answer = ask("/permissions", { ...options, signal: page.signal }).catch(({ name }) => name);
    const [response] = await asked;
    const gone = once(upstream, "gone");
    page.abort();
    assert.equal(await answer, "AbortError");
    return { response, gone };
  };
  const told = once(events, "permissions.read");
  const { gone } = await leaving({ headers: { Cookie } });
  assert.deepEqual(await gone, [false]);
  const [{ status, code }] = await told;
  assert.deepEqual([status, code], [499, "aborted"]);
  const { response } = await leaving({ method: "POST", body: '{"idconsent":"VALID"}', headers: { Cookie, "Content-Type": "application/json" } });
  response.on("finish", () => upstream.emit("stored"));
  const stored = once(upstream, "stored");
  json({ subject_identifiers: {} }, 201)({}, response);
  await stored;
  netid.answers[READ] = json({ status_code: "PERMISSIONS_NOT_FOUND", subject_identifiers: null });
  assert.equal((await ask("/permissions", { headers: { Cookie } })).status, 200);
});

test("streams of HTTP/2 are answered, and one that is reset is broken off at netID", async (context) => {
  const { relay } = await relayAt(netid, { onEvent: (event) => void events.emit(event.name, event) });
  const http2 = createHttp2Server(toNodeHandler(relay)).listen(0, "127.0.0.1");
  await once(http2, "listening");
  const site = `http://127.0.0.1:${http2.address().port}`;
  const session = connectHttp2(site);
  context.after(() => {
    session.destroy();
    http2.close();
  });
  const send = (headers, body) => session.request({ origin: site, ...headers }).end(body);
  const post = send({ ":method": "POST", ":path": "/consentkey/grant", "content-type": "application/json" }, JSON.stringify(CODE));
  const [granted] = await once(post, "response");
  assert.equal(granted[":status"], 200);
  const path = { ":path": "/consentkey/permissions", cookie: granted["set-cookie"][0].split(";")[0] };
  assert.equal((await once(send(path), "response"))[0][":status"], 200);
  const asked = new Promise((resolve) => (netid.answers[READ] = resolve));
  const reading = send(path).on("error", () => {});
  await asked;
  const told = once(events, "permissions.read");
  reading.close(8); // CANCEL (RFC 9113 section 7)
  assert.equal((await told)[0].code, "aborted");
});

test("an answer tells its length, and nobody keeps one, whatever was asked", async () => {
  const end = "Host: a\r\nConnection: close\r\n\r\n";
  for (const line of ["GET /consentkey/permissions", "HEAD /consentkey/permissions", "GET /x", "DELETE /consentkey/grant", "TRACE /x", "PROPFIND /x", "OPTIONS *"]) {
    const answer = await raw(`${line} HTTP/1.1\r\n${end}`);
    assert.match(answer, /^HTTP\/1\.1 4/);
    assert.match(answer, /\r\nCache-Control: no-store\r\n/i, line);
    if (line.startsWith("HEAD")) assert.ok(answer.endsWith("\r\n\r\n"));
    else assert.match(answer, /\r\nContent-Length: \d+\r\n/i, line);
  }
});

test("a handler below a framework gets the whole path, and a body that was parsed before", async () => {
  const { relay } = await relayAt(netid);
  const handle = toNodeHandler(relay);
  const framework = await listen(async (incoming, outgoing) => {
    incoming.body = JSON.parse((await incoming.setEncoding("utf8").toArray()).join(""));
    incoming.originalUrl = incoming.url;
    incoming.url = incoming.url.replace("/consentkey", "");
    handle(incoming, outgoing);
  });
  const site = `http://127.0.0.1:${framework.port}`;
  const headers = { Origin: site, "Content-Type": "application/json" };
  const answer = await fetch(`${site}/consentkey/grant`, { method: "POST", headers, body: JSON.stringify(CODE) });
  assert.equal(answer.status, 200);
  await framework.close();
});

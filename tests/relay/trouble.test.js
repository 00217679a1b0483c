// A relay where something is amiss: with the page, with netID, or with the program around it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { codeOf, json } from "../lib/provider.js";
import { CODE, READ, SECRET, SITE, TOKEN, WRITE, cookieOf, relayAt, startNetid } from "../lib/relay.js";

let netid;
beforeEach(async () => {
  netid = await startNetid();
});
afterEach(() => netid.close());

const asJson = { Origin: SITE, "Content-Type": "application/json" };

test("a body that does not end is given up after ten seconds, and not waited for", async (context) => {
  const { relay } = await relayAt(netid);
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let canceled = false, begun;
  const asked = new Promise((resolve) => (begun = resolve));
  const body = new ReadableStream({ pull: () => begun(), cancel: () => void (canceled = true) }, { highWaterMark: 0 });
  const answer = relay(new Request(`${SITE}/consentkey/grant`, { method: "POST", headers: asJson, body, duplex: "half" }));
  await asked;
  context.mock.timers.tick(10_000);
  const { status } = await answer;
  assert.deepEqual([status, canceled, netid.requests.length], [400, true, 0]);
});

describe("a token that netID does not take any more has its cookie go along:", () => {
  const denial = (status_code, status) => json({ status_code }, status);
  for (const [what, [method, route], answer, expected] of [
    ["a denial, reading", ["GET", READ], denial("TOKEN_ERROR", 400), [400, "permission_denied"]],
    ["a denial, writing", ["POST", WRITE], denial("TOKEN_ERROR", 400), [400, "permission_denied"]],
    ["401 and a reason", ["GET", READ], denial("TOKEN_ERROR", 401), [401, "permission_denied"]],
    ["401 alone", ["POST", WRITE], (_, response) => response.writeHead(401).end(), [502, "permission_failed"]],
  ]) {
    test(what, async () => {
      const { ask, signIn } = await relayAt(netid);
      const cookie = await signIn();
      netid.answers[route] = answer;
      const refused = await ask(method, "/permissions", { cookie, body: method === "POST" ? { idconsent: "VALID" } : undefined });
      assert.deepEqual([refused.status, refused.body.code], expected);
      assert.match(refused.headers.getSetCookie()[0], /^__Secure-consentkey=; Max-Age=0; Path=\/consentkey;/);
    });
  }
});

test("a code that two requests bring at once makes one grant, and the loser takes no cookie away", async () => {
  const { ask } = await relayAt(netid);
  const used = new Set();
  netid.answers[TOKEN] = ({ body }, response) => {
    const code = new URLSearchParams(body).get("code");
    const [answer, status] = used.has(code) ? [{ error: "invalid_grant" }, 400] : [{ access_token: "t", token_type: "Bearer" }, 200];
    used.add(code);
    json(answer, status)({}, response);
  };
  const answers = await Promise.all([1, 2, 3].map(() => ask("POST", "/grant", { body: CODE })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400, 400]);
  assert.equal(answers.flatMap(({ headers }) => headers.getSetCookie()).length, 1);
});

test("addresses are compared as they are written, after their dots are gone", async () => {
  const { relay } = await relayAt(netid);
  const codeAt = async (path) => (await (await relay(new Request(SITE + path, { headers: { Origin: SITE } }))).json()).code;
  for (const path of ["/consentkey/permissions", "/consentkey/permissions?", "/consentkey/./permissions#x", "/a/../consentkey/permissions?x=1"]) {
    assert.equal(await codeAt(path), "grant_missing", path);
  }
  for (const path of [
    "/", "/consentkey", "/consentkey/", "/permissions", "/consentkey/permissions/", "/consentkey//permissions", "//consentkey/permissions",
    "/consentkey/%70ermissions", "/consentkey%2Fpermissions", "/consentkey/Permissions", "/consentkey/permissions;a", "/consentkey/permissions%00",
    "/consentkey/toString", "/__proto__", "/consentkey/constructor",
  ]) {
    assert.equal(await codeAt(path), "not_found", path);
  }
});

test("a method that an address does not have is told which it has", async () => {
  const { relay } = await relayAt(netid);
  const askedBy = (method, path) => relay(new Request(SITE + path, { method, headers: { Origin: SITE } }));
  for (const method of ["HEAD", "OPTIONS", "PUT", "PATCH", "PURGE", "constructor", "get"]) {
    const { status, headers } = await askedBy(method, "/consentkey/grant");
    assert.deepEqual([status, headers.get("allow"), headers.get("cache-control")], [405, "POST, DELETE", "no-store"], method);
  }
  assert.equal((await askedBy("HEAD", "/consentkey/permissions")).headers.get("allow"), "GET, POST");
});

test("JSON may say its charset, in any case of letters", async () => {
  const { ask } = await relayAt(netid);
  for (const type of ["application/json; charset=utf-8", "Application/JSON;charset=UTF-8", "application/json ; x=y"]) {
    assert.equal((await ask("POST", "/grant", { body: CODE, headers: { "Content-Type": type } })).status, 200, type);
  }
  for (const type of ["application/json, text/plain", "application/json+x", "text/plain; application/json", "text/json"]) {
    assert.equal((await ask("POST", "/grant", { body: CODE, headers: { "Content-Type": type } })).body.code, "type_refused", type);
  }
});

test("what a library puts on Object.prototype is no option, and no part of an answer", async (context) => {
  const planted = {
    basePath: "/evil", allowedOrigins: ["https://evil.example"], trustProxy: true, onEvent: () => assert.fail("told"),
    cookie: { name: "evil" }, name: "evil", domain: "evil.example", sameSite: "none", secure: false, partitioned: true,
    code: "evil", statusCode: "EVIL", reason: "evil",
    expiresAt: 1, salt: "evil", key: "evil", left: 7, limit: 1, unreachable: "evil",
  };
  const names = Object.keys(planted);
  context.after(() => names.forEach((name) => delete Object.prototype[name]));
  for (const name of names) {
    // One at a time, and none that Node's own fetch stumbles over.
    Object.defineProperty(Object.prototype, name, { value: planted[name], configurable: true, writable: true });
    const outcome = await visit().finally(() => delete Object.prototype[name]);
    assert.deepEqual(outcome, [200, "__Secure-consentkey", "Path=/consentkey HttpOnly SameSite=Lax Secure", 200, "grant_missing", "undefined", 403], name);
  }
});

async function visit() {
  const { ask } = await relayAt(netid);
  const granted = await ask("POST", "/grant", { body: CODE });
  const [pair, , ...attributes] = granted.headers.getSetCookie()[0]?.split("; ") ?? [""];
  const found = await ask("GET", "/permissions", { cookie: cookieOf(granted) });
  const missing = await ask("GET", "/permissions");
  const foreign = await ask("GET", "/permissions", { headers: { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" } });
  const { code, statusCode } = { __proto__: null, ...missing.body };
  return [granted.status, pair.split("=")[0], attributes.join(" "), found.status, code, String(statusCode), foreign.status];
}

test("a key is derived once for all cookies of an instance, whatever others make up", async (context) => {
  const relays = [await relayAt(netid), await relayAt(netid)];
  const cookies = [await relays[0].signIn(), await relays[0].signIn()];
  const derivations = context.mock.method(crypto.subtle, "deriveKey").mock;
  const reads = async (relay, cookie) => (await relay.ask("GET", "/permissions", { cookie })).status;
  for (const cookie of [...cookies, ...cookies]) assert.equal(await reads(relays[1], cookie), 200);
  assert.equal(derivations.callCount(), 1);
  const [name, keyId] = cookies[0].split(".");
  for (let time = 0; time < 1200; time += 1) {
    const madeUp = Buffer.from(crypto.getRandomValues(new Uint8Array(100))).toString("base64url");
    assert.equal(await reads(relays[1], `${name}.${keyId}.${madeUp}`), 401);
  }
  const before = derivations.callCount();
  assert.equal(await reads(relays[1], cookies[0]), 200);
  assert.equal(derivations.callCount(), before);
  await relays[0].signIn();
  assert.equal(derivations.callCount(), before);
});

test("secrets, tokens and codes are in no event", async () => {
  const told = [];
  const { ask, signIn } = await relayAt(netid, { onEvent: (event) => void told.push(JSON.stringify(event)) });
  const cookie = await signIn();
  await ask("GET", "/permissions?identifiers=a-private-word", { cookie });
  await ask("GET", "/a-private-word", { cookie });
  await ask("POST", "/permissions", { cookie, body: { idconsent: "a-private-word" } });
  netid.answers[TOKEN] = json({ error: "invalid_grant", error_description: CODE.code }, 400);
  await ask("POST", "/grant", { body: CODE });
  assert.equal(told.length, 5);
  const secrets = [SECRET, "eyJ-permission", CODE.code, CODE.codeVerifier, cookie.split("=")[1], "a-private-word", "the-client-secret"];
  for (const secret of secrets) assert.equal(told.join().includes(secret), false);
});

test("a secret that can't be read is refused when the relay is made", async () => {
  assert.equal(await codeOf(relayAt(netid, { secret: "\ud800".repeat(32) })), "config_invalid");
});

// A relay's cookie: who can open it, and what becomes of every other.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { clockOf } from "../lib/clock.js";
import { json } from "../lib/provider.js";
import { CODE, READ, SECRET, TOKEN, cookieOf, relayAt, startNetid } from "../lib/relay.js";

const OLD = "an older secret, of thirty-two bytes and more";

let netid;
beforeEach(async () => {
  netid = await startNetid();
});
afterEach(() => netid.close());

const readAs = async ({ ask }, cookie) => {
  const { status, body } = await ask("GET", "/permissions", { cookie });
  return body.code ?? status;
};

test("each cookie is sealed anew", async () => {
  const { signIn } = await relayAt(netid);
  const cookies = await Promise.all(Array.from({ length: 20 }, signIn));
  assert.equal(new Set(cookies.map((cookie) => cookie.slice(-60))).size, 20);
  // The same secret, so the same key id.
  assert.equal(new Set(cookies.map((cookie) => cookie.split(".")[1])).size, 1);
});

test("a cookie with any character changed, added or missing is no grant, and netID isn't asked", async () => {
  const relay = await relayAt(netid);
  const cookie = await relay.signIn();
  const [name, value] = cookie.split("=");
  const before = netid.requests.length;
  const others = [];
  for (let place = 0; place < value.length; place += 1) {
    const other = value[place] === "A" ? "B" : "A";
    others.push(value.slice(0, place) + other + value.slice(place + 1), value.slice(0, place));
  }
  others.push(`${value}A`, `${value}=`, `${value}.`, `"${value}"`, value.toLowerCase(), `${value} x`, "1..", "1.AAAAAAAA.", "1", "%00");
  for (const other of others) {
    assert.equal(await readAs(relay, `${name}=${other}`), "grant_missing", other);
  }
  assert.equal(netid.requests.length, before);
  assert.equal(await readAs(relay, cookie), 200);
});

test("another relay's cookie is no grant, nor one under another name", async () => {
  const cookie = await (await relayAt(netid)).signIn();
  assert.equal(await readAs(await relayAt(netid, { secret: OLD }), cookie), "grant_missing");
  const renamed = await relayAt(netid, { cookie: { name: "other" } });
  assert.equal(await readAs(renamed, `other=${cookie.split("=")[1]}`), "grant_missing");
  // What a page without Secure was given is not good for one with it.
  const plain = await relayAt(netid, { cookie: { secure: false } });
  const [, value] = (await plain.signIn()).split("=");
  assert.equal(await readAs(plain, `consentkey=${value}`), 200);
  assert.equal(await readAs(plain, `__Secure-consentkey=${value}`), "grant_missing");
});

test("the first of several cookies that opens counts", async () => {
  const relay = await relayAt(netid);
  const cookie = await relay.signIn();
  assert.equal(await readAs(relay, `${cookie.split("=")[0]}=planted; a=b; ${cookie}`), 200);
  assert.equal(await readAs(relay, `a=b;;=; ${cookie};`), 200);
  assert.equal(await readAs(relay, `${cookie.split("=")[0]}=x; `.repeat(5000) + cookie), "grant_missing");
});

test("a grant ends with its token, whatever the browser keeps", async (context) => {
  const clock = clockOf(context);
  const relay = await relayAt(netid);
  const cookie = await relay.signIn();
  clock.pass(498);
  assert.equal(await readAs(relay, cookie), 200);
  const before = netid.requests.length;
  clock.pass(2);
  assert.equal(await readAs(relay, cookie), "grant_expired");
  assert.equal((await relay.ask("POST", "/permissions", { cookie, body: { idconsent: "VALID" } })).body.code, "grant_expired");
  assert.equal(netid.requests.length, before);
});

test("a cookie that was shown before is the same grant again, and a code is not", async () => {
  const relay = await relayAt(netid);
  const cookie = await relay.signIn();
  for (let time = 0; time < 3; time += 1) assert.equal(await readAs(relay, cookie), 200);
  netid.answers[TOKEN] = json({ error: "invalid_grant" }, 400);
  const again = await relay.ask("POST", "/grant", { body: CODE });
  assert.deepEqual([again.status, again.headers.getSetCookie()], [400, []]);
});

test("secrets are rotated without a logout, whatever the order of instances", async () => {
  const relays = {
    before: await relayAt(netid, { secret: OLD }),
    announced: await relayAt(netid, { secret: [OLD, SECRET] }),
    turned: await relayAt(netid, { secret: [SECRET, OLD] }),
    after: await relayAt(netid, { secret: SECRET }),
  };
  const sealed = {};
  for (const [name, relay] of Object.entries(relays)) sealed[name] = await relay.signIn();
  const opens = async (reader, by) => (await readAs(relays[reader], sealed[by])) === 200;
  // Neighbours of a rollout understand each other.
  for (const [one, other] of [["before", "announced"], ["announced", "turned"], ["turned", "after"]]) {
    assert.ok(await opens(one, other), `${one} reads ${other}`);
    assert.ok(await opens(other, one), `${other} reads ${one}`);
  }
  assert.equal(await opens("after", "before"), false);
  assert.equal(sealed.before.split(".")[1], sealed.announced.split(".")[1]);
  assert.notEqual(sealed.before.split(".")[1], sealed.turned.split(".")[1]);
});

test("a long token just fits, and the header stays within 4,096 bytes", async () => {
  const { ask } = await relayAt(netid);
  const sizes = [];
  for (const length of [2800, 2880, 2900, 2950, 3000]) {
    netid.answers[TOKEN] = json({ access_token: "t".repeat(length), token_type: "Bearer", expires_in: 500 });
    const answer = await ask("POST", "/grant", { body: CODE });
    const [header] = answer.headers.getSetCookie();
    sizes.push(answer.status);
    if (!header) continue;
    assert.ok(header.length <= 4096);
    netid.answers[READ] = ({ headers }, response) => response.end(String(headers.authorization.length));
    await ask("GET", "/permissions", { cookie: cookieOf(answer) });
    assert.equal(netid.requests.at(-1).headers.authorization, `Bearer ${"t".repeat(length)}`);
  }
  assert.deepEqual([sizes[0], sizes.at(-1)], [200, 502]);
});

// Values of a caller that run code of their own when they are read, or have no end.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createNetidClient } from "consentkey";
import { createNetidBackend, createPermissionExport } from "consentkey/server";
import { backendOf, startRealm } from "../lib/bankid.js";
import { codeOf, PAGE } from "../lib/provider.js";

const thrown = () => {
  throw new Error("from the caller");
};

/** Objects that throw at some way of looking at them. */
const throwing = (target) => [
  ...["get", "ownKeys", "has", "getOwnPropertyDescriptor", "getPrototypeOf"].map((trap) => new Proxy(target, { [trap]: thrown })),
  new Proxy(target, Object.fromEntries(["get", "ownKeys", "getOwnPropertyDescriptor"].map((trap) => [trap, thrown]))),
  revoked(target),
];

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const nested = (depth, wrap) => {
  let value = 1;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
};
const cyclic = { name: "a" };
cyclic.itself = [cyclic];

/** What has no JSON, or none that is nested at most 100 deep. */
const NO_JSON = [
  ...[101, 6_000, 100_000].flatMap((depth) => [nested(depth, (value) => [value]), nested(depth, (value) => ({ value }))]),
  cyclic,
  { big: 1n },
  { toJSON: thrown },
  { get member() { return thrown(); } },
  { inner: revoked({}) },
];

const client = await createNetidClient({ clientId: "client", redirectUri: PAGE, storage: "memory", flow: "login" });
const starts = (options) => codeOf(() => client.authorize(options));
const GRANT = { refreshToken: "r", scope: ["openid"], accessToken: { value: "a" }, claims: { sub: "user" } };

describe("authorize()", () => {
  for (const name of ["appState", "claims"]) {
    test(`${name} that is no JSON, or nested too deeply, is config_invalid`, async () => {
      for (const value of NO_JSON) assert.equal(await starts({ [name]: { value } }), "config_invalid");
      const deep = { value: nested(99, (value) => [value]) };
      assert.equal(await starts({ [name]: deep }), "none");
    });
  }

  test("options and members that throw are config_invalid, where they are read", async () => {
    for (const options of throwing({})) assert.ok(["config_invalid", "none"].includes(await starts(options)));
    for (const name of ["scope", "extra", "claims", "appState", "prompt"]) {
      const options = Object.defineProperty({}, name, { get: thrown, enumerable: true });
      assert.equal(await starts(options), "config_invalid", name);
    }
    for (const list of throwing(["email"])) assert.ok(["config_invalid", "none"].includes(await starts({ scope: list })));
    for (const pairs of throwing({ display: "page" })) {
      assert.ok(["config_invalid", "none"].includes(await starts({ extra: pairs })));
    }
    for (const bad of [revoked([]), new Proxy(["email"], { get: thrown })]) {
      assert.equal(await starts({ scope: bad }), "config_invalid");
      assert.equal(await starts({ extra: bad }), "config_invalid");
    }
  });

  test("a list that is endless, or has holes, is config_invalid at once", async () => {
    for (const list of [
      new Array(2 ** 32 - 1),
      new Proxy([], { get: (_, name) => (name === "length" ? 2 ** 53 : "email") }),
      Object.assign([], { length: 3, 2: "email" }),
    ]) {
      assert.equal(await starts({ scope: list }), "config_invalid");
    }
  });

  test("however often a caller's values throw, the next sign-in starts", async () => {
    for (let round = 0; round < 3_000; round += 1) {
      assert.equal(await starts({ scope: revoked([]), extra: revoked({}) }), "config_invalid");
    }
    assert.equal(await starts({ extra: { display: "page" } }), "none");
  });

  test("names of `extra` are taken from an object without a prototype too", () => {
    const { url } = client.authorize({ extra: Object.assign(Object.create(null), { display: "page" }) });
    assert.equal(new URL(url).searchParams.get("display"), "page");
  });
});

describe("a grant", () => {
  test("that throws, or is nested without end, ends in a code", async () => {
    const ask = (grant) => codeOf(client.userinfo(grant, { signal: AbortSignal.abort() }));
    for (const grant of [
      revoked({}),
      new Proxy({}, { get: thrown, getOwnPropertyDescriptor: thrown }),
      { ...GRANT, claims: revoked({}) },
      { ...GRANT, accessToken: revoked({}) },
      { ...GRANT, claims: nested(6_000, (value) => [value]) },
      // No JSON, and so no claims of ours.
      { ...GRANT, claims: { sub: "user", deep: nested(100_000, (value) => [value]) } },
    ]) {
      assert.equal(await ask(grant), "config_invalid");
    }
    assert.equal(await ask({ ...GRANT, claims: { sub: "user", deep: nested(99, (value) => [value]) } }), "aborted");
  });

  test("of an object that inherits what it says is none", async () => {
    assert.equal(await codeOf(client.userinfo(Object.create(GRANT))), "config_invalid");
  });
});

describe("on a server", () => {
  let realm;
  beforeEach(async () => (realm = await startRealm()));
  afterEach(() => realm.close());

  test("codes that throw are config_invalid", async () => {
    const netid = await createNetidBackend({ clientId: "a", clientSecret: "b", redirectUri: PAGE });
    for (const code of [revoked({}), Object.defineProperty({}, "code", { get: thrown })]) {
      assert.equal(await codeOf(netid.exchange(code)), "config_invalid");
    }
    assert.equal(await codeOf(async () => netid.permissions(revoked({}))), "config_invalid");
    for (const identifiers of [revoked([]), new Array(2 ** 32 - 1), new Proxy(["TPID"], { get: thrown })]) {
      assert.equal(await codeOf(netid.permissions("token").read({ identifiers })), "config_invalid");
    }
  });

  test("orders that throw are config_invalid, and the next one is sent", async () => {
    const { signdoc } = await backendOf(realm);
    const order = { signProperties: { orderName: "a" }, documents: [{ text: "b" }] };
    realm.answers["POST /base/signdoc"] = (_, response) => response.writeHead(201).end('{"sign_id":"1"}');
    for (const bad of [
      revoked({}),
      new Proxy(order, { ownKeys: thrown, get: thrown }),
      { ...order, signProperties: revoked({}) },
      { ...order, documents: revoked([]) },
      { ...order, documents: new Proxy([{ text: "b" }], { get: thrown }) },
      { ...order, documents: [revoked({})] },
      { ...order, documents: new Array(2 ** 24) },
      { ...order, result: revoked([]) },
    ]) {
      assert.equal(await codeOf(signdoc.create(bad)), "config_invalid");
    }
    assert.deepEqual(await signdoc.create(order), { signId: "1" });
  });

  test("queries of an export that throw are config_invalid", async () => {
    const exported = await createPermissionExport({ username: "a", password: "b" });
    for (const tappIds of [revoked([]), new Proxy(["t"], { get: thrown }), new Array(2 ** 32 - 1)]) {
      const entries = exported.listForCmp({ cmpId: "c", tappIds, since: "2026-01-01" });
      assert.equal(await codeOf(entries[Symbol.asyncIterator]().next()), "config_invalid");
    }
  });
});

// Options at the edge of their types, and objects that fight back when they are read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { ConsentKeyError, createBankidClient, createClient, createNetidClient } from "consentkey";
import {
  createBankidBackend,
  createNetidBackend,
  createPermissionExport,
  createPermissions,
  verifyAccessToken,
} from "consentkey/server";

const GOOD = { clientId: "client", redirectUri: "https://publisher.example/", storage: "memory" };
const ADDRESSES = { authorization: "https://a.example/a", token: "https://a.example/t", endSession: "https://a.example/e" };
const SECRET = { ...GOOD, clientSecret: "secret" };

function nested(depth) {
  let value = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const refusing = (trap) =>
  new Proxy({ ...GOOD }, { [trap]() { throw new Error("a secret of the caller's"); } });

const isConfigInvalid = (label) => (error) => {
  assert.ok(error instanceof ConsentKeyError, `${label}: ${error}`);
  assert.equal(error.code, "config_invalid", label);
  assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes("a secret of the caller's"), label);
  return true;
};
const rejects = async (work, label) => assert.rejects(async () => work(), isConfigInvalid(label));

const NO_TEXTS = [new String("a"), 7, NaN, true, Symbol("a"), 7n, ["a"], {}, new Date(), () => "a", "half a pair: \ud800"];
const NO_SECONDS = [NaN, Infinity, -Infinity, -1, "10", new Number(10), 10n, Symbol("10"), new Date(), [10], true];
const NO_FLAGS = ["true", 1, 0, new Boolean(true), {}];
const NO_LISTS = ["a".length, { 0: "a", length: 1 }, [7], [new String("a")], [undefined], new Array(2 ** 32 - 1), new Set(["a"])];
const NO_OBJECTS = ["a", 7, true, [], [["a", "b"]], () => {}, revoked({}), revoked([]), Symbol("a"), 7n, new Date(), new Map()];

const ofClient = (name, more) => (value) => createNetidClient({ ...GOOD, ...more, [name]: value });
const ofLogin = (name) => async (value) => (await createNetidClient(GOOD)).authorize({ [name]: value });

for (const [what, call, values] of [
  ["options of a netID client", createNetidClient, NO_OBJECTS],
  ["options of a client", createClient, NO_OBJECTS],
  ["options of a BankID client", createBankidClient, NO_OBJECTS],
  ["options of a netID back end", createNetidBackend, NO_OBJECTS],
  ["options of a BankID back end", createBankidBackend, NO_OBJECTS],
  ["options of an export", createPermissionExport, NO_OBJECTS],
  ["options of permissions", createPermissions, NO_OBJECTS],
  ["what a token has to be", (value) => verifyAccessToken("a.b.c", value), NO_OBJECTS],
  ["options of a login", async (value) => (await createNetidClient(GOOD)).authorize(value), NO_OBJECTS],
  ["endpoints", ofClient("endpoints"), NO_OBJECTS],
  ["endpoints.token", (token) => createNetidClient({ ...GOOD, endpoints: { token } }), NO_TEXTS],
  ...["clientId", "redirectUri", "flow", "tappId", "environment", "idTokenAlg"].map((name) => [name, ofClient(name), NO_TEXTS]),
  ...["prompt", "loginHint", "uiLocales", "acrValues", "signId", "flow"].map((name) => [name, ofLogin(name), NO_TEXTS]),
  ...["timeout", "clockTolerance", "transactionLifetime"].map((name) => [name, ofClient(name), NO_SECONDS]),
  ["maxAge", ofLogin("maxAge"), [...NO_SECONDS, 1.5, 2 ** 32]],
  ["dangerouslyAllowUnverifiedIdToken", ofClient("dangerouslyAllowUnverifiedIdToken"), NO_FLAGS],
  ["scope", ofLogin("scope"), NO_LISTS],
  ["scope of a client", (scope) => createClient({ ...GOOD, endpoints: ADDRESSES, scope }), NO_LISTS],
  ["claims", ofLogin("claims"), [...NO_OBJECTS.slice(0, 8), { a: 7n }, { a: nested(1e5) }]],
  ["extra", ofLogin("extra"), [...NO_OBJECTS.slice(0, 4), { a: 7 }, { a: null }, { a: new String("b") }, revoked({})]],
  ["appState", ofLogin("appState"), [7n, { a: 7n }, nested(1e6), revoked({}), { toJSON() { throw new Error("a secret of the caller's"); } }]],
  ["signId", ofLogin("signId"), [""]],
  ["signId of a client", (signId) => createBankidClient({ ...GOOD, endpoints: ADDRESSES, signId }), ["", 7]],
  ["width", ofLogin("width"), [0, -1, NaN, Infinity, "480", new Number(480)]],
  ["signal", ofLogin("signal"), [{}, "signal", { aborted: false }, revoked({}), 7]],
  ["storage", ofClient("storage"), ["__proto__", "constructor", "toString", revoked({}), { getItem: 1, setItem: 1, removeItem: 1 }]],
  ["identifiers", async (identifiers) => (await createNetidClient(GOOD)).permissions.read({ identifiers }), NO_LISTS],
]) {
  test(`${what} of the wrong kind`, async () => {
    for (const [index, value] of values.entries()) await rejects(() => call(value), `${what} ${index}`);
  });
}

test("what goes into a header has no line break", async () => {
  const broken = ["a\n", "a\r\nb", "\ta", "a\0", "a\x7f"];
  for (const value of broken) {
    const label = JSON.stringify(value);
    await rejects(() => createNetidClient({ ...GOOD, clientId: value }), label);
    await rejects(() => createNetidBackend({ ...SECRET, clientSecret: value }), label);
    await rejects(() => createNetidBackend({ ...SECRET, clientSecret: value, clientAuth: "client_secret_post" }), label);
    await rejects(() => createBankidBackend({ ...SECRET, clientId: value }), label);
    await rejects(() => createPermissionExport({ username: value, password: "p" }), label);
    await rejects(() => createPermissionExport({ username: "u", password: value }), label);
  }
  const backend = await createNetidBackend(SECRET);
  const client = await createNetidClient(GOOD);
  for (const token of [...broken, "", "a b", "tök€n", 7, {}, { value: "" }, { value: 7 }, null, undefined, new String("a")]) {
    const label = inspect(token);
    await rejects(() => backend.permissions(token), label);
    await rejects(() => backend.permissions({ value: token }), label);
    await rejects(() => createPermissions({ token }), label);
    await rejects(() => client.userinfo({ accessToken: { value: token }, claims: { sub: "s" } }), label);
  }
});

test("objects that refuse to be read leave the package as it was", async () => {
  const client = await createNetidClient(GOOD);
  const traps = ["ownKeys", "getOwnPropertyDescriptor", "get"].map(refusing);
  const hostile = [...traps, { get clientId() { throw new Error("a secret of the caller's"); } }];
  for (let round = 0; round < 100; round += 1) {
    for (const options of hostile) {
      for (const call of [createNetidClient, createBankidBackend, createPermissionExport, (value) => client.authorize(value)]) {
        await rejects(() => call(options), call.name);
      }
      await rejects(() => client.refresh(options), "refresh");
      await rejects(() => client.userinfo(options), "userinfo");
      await rejects(() => client.permissions.write(options), "write");
    }
  }
  assert.ok(client.authorize().url);
});

test("a getter that fails is named", async () => {
  const options = { ...GOOD, get timeout() { throw new Error("a secret of the caller's"); } };
  await assert.rejects(createNetidClient(options), /`timeout`/);
  const endpoints = { get token() { throw new Error("a secret of the caller's"); } };
  await assert.rejects(createNetidClient({ ...GOOD, endpoints }), /`endpoints.token`/);
});

test("each option is read once, and before anything is loaded or asked", async () => {
  let reads = 0;
  const options = { ...GOOD, get clientId() { return `client-${(reads += 1)}`; } };
  const client = createNetidClient(options);
  assert.equal(reads, 1);
  assert.match((await client).authorize().url, /client_id=client-1&/);
  assert.equal(reads, 1);
});

test("options may call the client that they are for", async () => {
  const client = await createNetidClient(GOOD);
  const options = { get prompt() { return client.authorize().state && "login"; } };
  assert.match(client.authorize(options).url, /prompt=login/);
});

test("a change of the options makes no difference later", async () => {
  const endpoints = { ...ADDRESSES };
  const scope = ["read"];
  const options = { ...GOOD, scope, endpoints };
  const client = await createClient(options);
  endpoints.authorization = endpoints.endSession = "https://evil.example";
  scope.push("write");
  options.clientId = "other";
  const url = new URL(client.authorize().url);
  assert.deepEqual([url.host, url.searchParams.get("scope"), url.searchParams.get("client_id")], ["a.example", "read", "client"]);
  assert.match(client.endSessionUrl(), /^https:\/\/a\.example/);
});

test("instances with fields, frozen objects and objects without a prototype will do; what a class inherits is not read", async () => {
  class Options {
    clientId = "client";
    redirectUri = "https://publisher.example/";
    storage = "memory";
    get timeout() {
      return "not read";
    }
  }
  for (const options of [new Options(), Object.freeze({ ...GOOD }), Object.assign(Object.create(null), GOOD)]) {
    assert.ok((await createNetidClient(options)).authorize(Object.freeze({ extra: Object.freeze({ a: "b" }) })).url);
  }
  assert.ok((await createNetidClient(GOOD)).authorize({ extra: Object.assign(Object.create(null), { a: "b" }) }).url);
  await rejects(() => createNetidClient(Object.create(GOOD)), "inherited");
});

test("numbers at the edge that are seconds", async () => {
  for (const seconds of [0, -0, 0.5, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53]) {
    const client = await createNetidClient({ ...GOOD, timeout: seconds, clockTolerance: seconds, transactionLifetime: seconds });
    assert.ok(Number.isFinite(client.authorize().expiresAt), String(seconds));
  }
  const client = await createNetidClient({ ...GOOD, flow: "login" });
  for (const maxAge of [0, -0]) assert.match(client.authorize({ maxAge }).url, /max_age=0(&|$)/);
});

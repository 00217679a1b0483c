// Whatever callers pass ends in `config_invalid`, never in a bare error.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConsentKeyError, createClient, createNetidClient } from "consentkey";

const GOOD = { clientId: "client", redirectUri: "https://publisher.example/", storage: "memory" };
const PROVIDER = { ...GOOD, scope: "read", endpoints: { authorization: "https://a.example/a", token: "https://a.example/t" } };

const cycle = {};
cycle.self = cycle;
const throwing = { get clientId() { throw new Error("secret"); } };

const rejectsAsConfig = (promise, label) =>
  assert.rejects(promise, (error) => error instanceof ConsentKeyError && error.code === "config_invalid", label);

for (const [name, values] of Object.entries({
  clientId: [undefined, null, "", 1, {}],
  redirectUri: [undefined, "", "/here", "nowhere", "https://a.example/#x", "javascript:/alert(1)", "data:/x,y", 1],
  flow: ["", "Permission", 1, []],
  environment: ["prod", 1],
  claims: [[], "email", 1, { userinfo: { n: 1n } }, cycle],
  storage: ["cookie", 1, {}, { getItem() {} }, () => {}],
  idTokenAlg: ["HS256", "rs256", "", 1],
  timeout: [-1, NaN, Infinity, "10", {}],
  clockTolerance: [-1, "60"],
  transactionLifetime: [-0.5, "900"],
  endpoints: ["https://a.example/", 1, { token: "http://a.example/" }, { issuer: "a" }, { userinfo: 1 }, { jwks: "ftp://a/" }],
})) {
  test(`${name} of the wrong kind`, async () => {
    for (const value of values) await rejectsAsConfig(createNetidClient({ ...GOOD, [name]: value }), String(name));
  });
}

test("options that are no object, or that throw", async () => {
  for (const options of [undefined, null, 1, "text", throwing]) {
    await rejectsAsConfig(createNetidClient(options));
    await rejectsAsConfig(createClient(options));
  }
});

test("a plain client needs a scope, and an issuer where it asks for openid", async () => {
  for (const scope of [undefined, "", " ", [], [1], 1, "openid"]) await rejectsAsConfig(createClient({ ...PROVIDER, scope }));
  const client = await createClient(PROVIDER);
  assert.throws(() => client.authorize({ scope: "openid" }), { code: "config_invalid" });
  assert.throws(() => client.authorize({ flow: "login" }), { code: "config_invalid" });
  const asked = (options) => new URL(client.authorize(options).url).searchParams.get("scope");
  assert.deepEqual([asked(), asked({ scope: ["write", "read write"] })], ["read", "write read"]);
});

test("what one login may ask for", async () => {
  const client = await createNetidClient(GOOD);
  for (const options of [
    1,
    { flow: "x" },
    { scope: 1 },
    { scope: "openid" },
    { scope: "email" },
    { flow: "login", scope: "permission_management" },
    { prompt: 1 },
    { loginHint: {} },
    { uiLocales: [] },
    { acrValues: true },
    { signId: 5 },
    { maxAge: -1 },
    { maxAge: 1.5 },
    { maxAge: "60" },
    { maxAge: 2 ** 32 },
    { appState: 1n },
    { appState: cycle },
    { claims: [] },
    { extra: "a=b" },
    { extra: { a: 1 } },
    { extra: { "": "x" } },
    ...["state", "nonce", "scope", "claims", "prompt", "sign_id", "code_challenge", "redirect_uri", "client_id"].map(
      (name) => ({ extra: { [name]: "x" } }),
    ),
  ]) {
    assert.throws(
      () => client.authorize(options),
      (error) => error instanceof ConsentKeyError && error.code === "config_invalid",
      JSON.stringify(options, (_, value) => (value === cycle ? "cycle" : typeof value === "bigint" ? "1n" : value)),
    );
  }
});

test("what is absent, null or undefined has its default", async () => {
  const nothing = { flow: null, claims: undefined, storage: "memory", timeout: null, endpoints: null, idTokenAlg: undefined };
  const client = await createNetidClient({ ...GOOD, ...nothing });
  for (const options of [undefined, null, {}, { prompt: null, maxAge: undefined, extra: null, scope: null }]) {
    const { url, expiresAt } = client.authorize(options);
    assert.equal(new URL(url).origin + new URL(url).pathname, "https://broker.netid.de/authorize");
    assert.ok(expiresAt > Date.now() + 890_000 && expiresAt <= Date.now() + 900_000);
  }
});

test("a page must be there to be left", async () => {
  const client = await createNetidClient(GOOD);
  assert.throws(() => client.redirect(), { code: "config_invalid" });
});

// The issuer that a response names (RFC 9207), and the one that is known.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createClient } from "consentkey";
import { codeOf, json, PAGE, startProvider } from "../lib/provider.js";

let provider, answers;
beforeEach(async () => {
  answers = { "POST /token": json({ access_token: "a", token_type: "Bearer" }) };
  provider = await startProvider(answers);
});
afterEach(() => provider.close());

const clientOf = (options, endpoints) =>
  createClient({
    clientId: "client",
    redirectUri: PAGE,
    scope: "read",
    storage: "memory",
    endpoints: { authorization: `${provider.origin}/authorize`, token: `${provider.origin}/token`, ...endpoints },
    ...options,
  });
const issuer = "https://provider.example/";
const named = (name) => `&iss=${encodeURIComponent(name)}`;
const outcomeOf = (client, query) =>
  client.handleRedirect(`${PAGE}?state=${client.authorize().state}${query}`).then(() => ({ code: "none" }), (error) => error);

test("a client that knows an issuer, by option or by endpoint, compares it", async () => {
  for (const client of [await clientOf({ issuer }), await clientOf({}, { issuer })]) {
    assert.equal((await outcomeOf(client, `&code=1${named(issuer)}`)).code, "none");
    assert.equal((await outcomeOf(client, "&code=1")).code, "none");
    for (const other of ["https://provider.example", "https://evil.example/", ""]) {
      assert.equal((await outcomeOf(client, `&code=1${named(other)}`)).code, "issuer_mismatch", other);
    }
  }
});

test("a client that knows none takes a response of the token endpoint's origin alone, and no error of another", async () => {
  const client = await clientOf();
  assert.equal((await outcomeOf(client, "&code=1")).code, "none");
  assert.equal((await outcomeOf(client, "&error=access_denied")).code, "access_denied");
  for (const query of ["&code=1", "&error=access_denied"]) {
    for (const name of [issuer, `${provider.origin}0`, provider.origin.replace("http", "https"), "client", ""]) {
      const { code, error } = await outcomeOf(client, query + named(name));
      assert.deepEqual([code, error], ["issuer_mismatch", undefined], `${query} ${name}`);
    }
  }
  assert.equal(provider.requests.length, 1);
  for (const name of [provider.origin, `${provider.origin}/`, `${provider.origin}/tenant`]) {
    assert.equal((await outcomeOf(client, `&code=1${named(name)}`)).code, "none", name);
  }
});

test("where every response was promised to name one, the provider's error is kept beside its lack", async () => {
  answers["GET /.well-known/openid-configuration"] = json({
    issuer: provider.origin,
    authorization_endpoint: `${provider.origin}/authorize`,
    token_endpoint: `${provider.origin}/token`,
    authorization_response_iss_parameter_supported: true,
  });
  const client = await clientOf({ issuer: provider.origin, endpoints: {} });
  const silent = await outcomeOf(client, "&error=login_required&error_description=first&error_uri=https%3A%2F%2Fx.example%2F");
  assert.deepEqual(
    [silent.code, silent.error, silent.errorDescription, silent.errorUri],
    ["issuer_mismatch", "login_required", "first", "https://x.example/"],
  );
  const other = await outcomeOf(client, `&error=login_required${named(issuer)}`);
  assert.deepEqual([other.code, other.error], ["issuer_mismatch", undefined]);
  assert.notEqual(silent.message, other.message);
  assert.equal((await outcomeOf(client, "&code=1")).error, undefined);
  assert.equal(await codeOf(client.handleRedirect(`${PAGE}?error=login_required`)), "none");
});

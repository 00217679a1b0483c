// What a sign-in asks of a provider, and what it leaves alone.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { codeOf, json, PAGE } from "../lib/provider.js";
import { newSigner } from "../lib/signer.js";
import { asked, discoveringClient, signIn, startOpenidProvider, TOKENS } from "./openid-provider.js";

const signer = newSigner("RS256", "one");
const SIGN_IN = ["GET /.well-known/openid-configuration", "GET /keys", "POST /token"];
let provider;

beforeEach(async () => {
  provider = await startOpenidProvider([signer.jwk]);
});
afterEach(() => provider.close());

test("the authorization request is a plain one for a code, with a nonce that any provider takes", async () => {
  const client = await discoveringClient(provider, { scope: "openid email" });
  const { origin, pathname, searchParams } = new URL(client.authorize().url);
  assert.equal(origin + pathname, `${provider.origin}/authorize`);
  const { state, nonce, code_challenge, ...rest } = Object.fromEntries(searchParams);
  assert.deepEqual(rest, {
    response_type: "code",
    client_id: "client",
    redirect_uri: PAGE,
    scope: "openid email",
    code_challenge_method: "S256",
  });
  // What stands behind its randomness says where the sign-in is kept.
  assert.match(state, /^[\w-]{43}\.[\w-]{8}\.\d+$/);
  for (const random of [nonce, code_challenge]) assert.match(random, /^[\w-]{43}$/);
});

test("the access token travels in the header of a GET request, and nowhere else", async () => {
  const client = await discoveringClient(provider);
  await client.userinfo(await signIn(provider, client, signer.sign));
  const bearing = provider.requests.filter((request) => JSON.stringify(request).includes(TOKENS.access_token));
  const [{ method, url, headers, body }, ...more] = bearing;
  assert.deepEqual([method, url, headers.authorization, body], ["GET", "/userinfo", `Bearer ${TOKENS.access_token}`, ""]);
  assert.deepEqual(more, []);
});

test("whatever else a provider offers, a sign-in asks for no more than it needs", async () => {
  await provider.close();
  provider = await startOpenidProvider([signer.jwk], (at) => ({
    mtls_endpoint_aliases: { token_endpoint: at("/mtls-token"), userinfo_endpoint: at("/mtls-userinfo") },
    pushed_authorization_request_endpoint: at("/par"),
    registration_endpoint: at("/register"),
    check_session_iframe: at("/check-session"),
    end_session_endpoint: at("/end-session"),
    frontchannel_logout_supported: true,
    backchannel_logout_supported: true,
  }));
  const client = await discoveringClient(provider);
  await client.userinfo(await signIn(provider, client, signer.sign, { session_state: "salted" }));
  assert.deepEqual(asked(provider), [...SIGN_IN, "GET /userinfo"].sort());
});

test("an account is no issuer: config_invalid, and no request", async () => {
  const account = `user@${new URL(provider.origin).host}`;
  for (const issuer of [`acct:${account}`, account]) {
    assert.equal(await codeOf(discoveringClient(provider, { issuer })), "config_invalid");
  }
  assert.deepEqual(provider.requests, []);
});

test("a refresh token is handed out, and not used unasked", async () => {
  const client = await discoveringClient(provider);
  provider.answers["GET /userinfo"] = json({ error: "invalid_token" }, 401);
  const grant = await signIn(provider, client, signer.sign, { refresh_token: "the-refresh-token", expires_in: 0 });
  assert.equal(grant.refreshToken, "the-refresh-token");
  assert.equal(await codeOf(client.userinfo(grant)), "userinfo_failed");
  assert.deepEqual(asked(provider), [...SIGN_IN, "GET /userinfo"].sort());
  assert.equal(JSON.stringify(provider.requests).includes("the-refresh-token"), false);
});

test("aggregated and distributed claims are passed on as they came, and their sources are not asked", async () => {
  const claims = {
    sub: "user",
    _claim_names: { phone_number: "inside", credit_score: "elsewhere" },
    _claim_sources: {
      inside: { JWT: "eyJhbGciOiJub25lIn0.eyJwaG9uZV9udW1iZXIiOiIxIn0." },
      elsewhere: { endpoint: `${provider.origin}/claims`, access_token: "claims-token" },
    },
  };
  provider.answers["GET /userinfo"] = json(claims);
  const client = await discoveringClient(provider);
  assert.deepEqual(await client.userinfo(await signIn(provider, client, signer.sign)), claims);
  assert.deepEqual(provider.unexpected, []);
});

describe("the address of", () => {
  for (const [what, address] of [
    ["an implicit response", `${PAGE}#access_token=a&token_type=bearer&id_token=a.b.c&state={state}`],
    ["a signed response (JARM)", `${PAGE}?response=a.b.c`],
    ["a posted response, whose form a page can't read", PAGE],
    ["a response without state", `${PAGE}?code=1`],
    ["a sign-in that somebody else starts", `${PAGE}?iss={issuer}&login_hint=user&target_link_uri=${PAGE}`],
    ["a logout that the provider starts", `${PAGE}?iss={issuer}&sid=1`],
  ]) {
    test(`${what} is no response: null, and no request`, async () => {
      const client = await discoveringClient(provider);
      const before = provider.requests.length;
      const responseOf = (state) => address.replace("{state}", state).replace("{issuer}", `${provider.origin}/`);
      assert.equal(await signIn(provider, client, signer.sign, {}, responseOf), null);
      assert.equal(provider.requests.length, before);
    });
  }
});

test("a token beside the code is not taken: the token endpoint's are", async () => {
  const client = await discoveringClient(provider);
  const responseOf = (state) => `${PAGE}#code=1&id_token=a.b.c&access_token=injected&token_type=bearer&state=${state}`;
  const grant = await signIn(provider, client, signer.sign, {}, responseOf);
  assert.deepEqual([grant.accessToken.value, grant.claims.sub], [TOKENS.access_token, "user"]);
});

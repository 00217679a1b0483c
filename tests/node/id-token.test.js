// Claims of ID tokens: audiences that are trusted, numbers, and the time of the sign-in.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createClient, createNetidClient } from "consentkey";
import { createBankidBackend, createNetidBackend } from "consentkey/server";
import { clientOf, json, PAGE, startProvider } from "../lib/provider.js";
import { newSigner, withNumber } from "../lib/signer.js";

const signer = newSigner("RS256", "one");
const TOKENS = { access_token: "userinfo-token", token_type: "Bearer", expires_in: 900 };
let provider, answers;

beforeEach(async () => {
  answers = { "GET /keys": json({ keys: [signer.jwk] }) };
  provider = await startProvider(answers);
});
afterEach(() => provider.close());

const endpointsOf = ({ origin }) =>
  ({ issuer: `${origin}/`, authorization: `${origin}/a`, token: `${origin}/token`, jwks: `${origin}/keys` });

function goodClaims(nonce) {
  const now = Math.floor(Date.now() / 1000);
  return { iss: `${provider.origin}/`, aud: "client", sub: "user", exp: now + 300, iat: now, nonce };
}

/** What a login ends with whose good claims `change` changes: "none", a reason or a code. */
async function outcomeOf(change, options, login) {
  const client = await clientOf(provider, { flow: "login", endpoints: endpointsOf(provider), ...options });
  const { url, state } = client.authorize(login);
  const claims = change(goodClaims(new URL(url).searchParams.get("nonce")));
  const token = options?.idTokenAlg === "none" ? signer.sign(claims, { alg: "none" }).replace(/[^.]*$/, "") : signer.sign(claims);
  answers["POST /token"] = json({ ...TOKENS, id_token: token });
  return client.handleRedirect(`${PAGE}?code=1&state=${state}`).then(
    () => "none",
    ({ code, reason }) => reason ?? code,
  );
}

const saying = (more) => (claims) => ({ ...claims, ...more });

describe("trustedAudiences", () => {
  const trustedAudiences = ["project", "resource"];

  for (const idTokenAlg of ["RS256", "none"]) {
    const outcome = (claims, options) => outcomeOf(saying(claims), { idTokenAlg, trustedAudiences, ...options });

    test(`are accepted beside the client, where the token was issued to it (${idTokenAlg})`, async () => {
      for (const aud of [["client", "project"], ["resource", "client", "project"], ["client", "client", "project"]]) {
        assert.equal(await outcome({ aud, azp: "client" }), "none");
        assert.equal(await outcome({ aud, azp: "project" }), "azp");
        assert.equal(await outcome({ aud }), "azp");
        assert.equal(await outcome({ aud, azp: "client" }, { trustedAudiences: undefined }), "aud");
        assert.equal(await outcome({ aud, azp: "client" }, { trustedAudiences: [] }), "aud");
      }
    });

    test(`don't make others trusted, and don't stand for the client (${idTokenAlg})`, async () => {
      for (const aud of [["client", "other"], ["client", "project", "other"], ["project"], "project", [], ["client", "project", 1]]) {
        assert.equal(await outcome({ aud, azp: "client" }), "aud", JSON.stringify(aud));
      }
      assert.equal(await outcome({ aud: "client" }), "none");
      assert.equal(await outcome({ aud: ["client"], azp: "project" }), "azp");
    });
  }

  test("hold for a back end and for a refresh as well", async () => {
    const claims = { aud: ["client", "project"], azp: "client" };
    const options = { clientId: "client", redirectUri: PAGE, endpoints: endpointsOf(provider), trustedAudiences };
    const backend = await createNetidBackend({ ...options, clientSecret: "s" });
    answers["POST /token"] = json({ ...TOKENS, id_token: signer.sign({ ...goodClaims("n"), ...claims }) });
    const code = { code: "1", codeVerifier: "v".repeat(43), nonce: "n", redirectUri: PAGE, flow: "login" };
    assert.equal((await backend.exchange(code)).claims.azp, "client");
    const client = await createNetidClient(options);
    const grant = { refreshToken: "r", idToken: null, claims: null, scope: ["openid"], accessToken: null, permissionToken: null };
    answers["POST /token"] = json({ ...TOKENS, id_token: signer.sign({ ...goodClaims(), ...claims }) });
    const renewed = await client.refresh({ ...grant, claims: { sub: "user" } }).catch((error) => error);
    assert.equal(renewed.claims?.azp, "client", renewed.message);
  });

  test("are a list of strings, none of them empty", async () => {
    const common = { clientId: "client", redirectUri: PAGE, endpoints: endpointsOf(provider) };
    for (const [create, more] of [
      [createNetidClient, {}],
      [createClient, { scope: "openid" }],
      [createNetidBackend, { clientSecret: "s" }],
      [createBankidBackend, { clientSecret: "s" }],
    ]) {
      const options = { ...common, ...more };
      for (const bad of ["project", "", [""], ["project", ""], [1], [null], {}, 1, true, { 0: "project", length: 1 }]) {
        await assert.rejects(create({ ...options, trustedAudiences: bad }), { code: "config_invalid" }, JSON.stringify(bad));
      }
      await create({ ...options, trustedAudiences: null });
    }
  });
});

describe("a number", () => {
  for (const name of ["exp", "iat", "auth_time"]) {
    test(`${name} that is endless is malformed`, async () => {
      for (const number of ["1e400", "-1e400", "9".repeat(400)]) {
        assert.equal(await outcomeOf((claims) => withNumber(claims, name, number)), "malformed", number);
        assert.equal(await outcomeOf((claims) => withNumber(claims, name, number), {}, { maxAge: 60 }), "malformed", number);
      }
    });
  }

  test("may be a fraction, and large as long as it is a number", async () => {
    const now = Date.now() / 1000;
    assert.equal(await outcomeOf(saying({ exp: now + 0.5, iat: now - 0.5, auth_time: now - 0.5 })), "none");
    assert.equal(await outcomeOf((claims) => withNumber(claims, "exp", "1e300")), "none");
    assert.equal(await outcomeOf((claims) => withNumber(claims, "iat", "1e300")), "iat");
  });

  test("below zero is a time long ago", async () => {
    assert.equal(await outcomeOf(saying({ exp: -1 })), "exp");
    assert.equal(await outcomeOf(saying({ iat: -1 })), "none");
    assert.equal(await outcomeOf(saying({ auth_time: -1 }), {}, { maxAge: 60 }), "auth_time");
  });

  test("expires_in that is endless is no lifetime", async () => {
    const client = await clientOf(provider);
    for (const lifetime of ["1e400", "-1e400"]) {
      const { state } = client.authorize();
      const body = JSON.stringify({ ...TOKENS, expires_in: 0 }).replace('"expires_in":0', `"expires_in":${lifetime}`);
      answers["POST /token"] = (_, response) => response.writeHead(200, { "Content-Type": "application/json" }).end(body);
      await assert.rejects(client.handleRedirect(`${PAGE}?code=1&state=${state}`), { code: "token_response_invalid" });
    }
  });
});

test("a sign-in without a time is told from one of long ago", async () => {
  const errorOf = async (claims) => {
    const client = await clientOf(provider, { flow: "login", endpoints: endpointsOf(provider) });
    const { url, state } = client.authorize({ maxAge: 60 });
    const all = { ...goodClaims(new URL(url).searchParams.get("nonce")), ...claims };
    answers["POST /token"] = json({ ...TOKENS, id_token: signer.sign(all) });
    return client.handleRedirect(`${PAGE}?code=1&state=${state}`).catch((error) => error);
  };
  const [none, old] = [await errorOf({}), await errorOf({ auth_time: 1_000_000_000 })];
  assert.deepEqual([none.reason, old.reason], ["auth_time", "auth_time"]);
  assert.notEqual(none.message, old.message);
  assert.match(none.message, /`auth_time`/);
});

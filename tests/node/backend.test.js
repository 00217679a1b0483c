// What a server does with the code that a page sent it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createNetidBackend } from "consentkey/server";
import { clientOf, codeOf, GRANTED, json, PAGE, startProvider } from "../lib/provider.js";

const CLIENT = { clientId: "a b", clientSecret: "s:e&c=r€t" };
const CODE = { code: "the+code", codeVerifier: "v".repeat(43), nonce: null, redirectUri: `${PAGE}?edition=evening` };

let provider, answers;
beforeEach(async () => {
  answers = { "POST /token": json(GRANTED) };
  provider = await startProvider(answers);
});
afterEach(() => provider.close());

const backendOf = (options) =>
  createNetidBackend({
    ...CLIENT,
    redirectUri: PAGE,
    endpoints: { issuer: `${provider.origin}/`, token: `${provider.origin}/token` },
    ...options,
  });

/** An unsigned ID token for the client. */
function idToken(claims) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const all = { iss: `${provider.origin}/`, aud: CLIENT.clientId, sub: "user", exp: now + 300, iat: now, ...claims };
  return `${part({ alg: "none" })}.${part(all)}.`;
}

test("the secret goes in a Basic header, form-encoded first", async () => {
  const grant = await (await backendOf()).exchange(CODE);
  assert.deepEqual([grant.permissionToken.value, grant.scope, grant.claims], [GRANTED.access_token, ["permission_management"], null]);
  const [{ headers, body }] = provider.requests;
  const pair = Buffer.from(headers.authorization.replace("Basic ", ""), "base64").toString();
  assert.equal(pair, "a+b:s%3Ae%26c%3Dr%E2%82%ACt");
  assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
  assert.equal(
    body,
    "grant_type=authorization_code&code=the%2Bcode&redirect_uri=https%3A%2F%2Fpublisher.example%2F%3Fedition%3Devening" +
      `&code_verifier=${CODE.codeVerifier}`,
  );
});

test("or in the form", async () => {
  await (await backendOf({ clientAuth: "client_secret_post" })).exchange({ code: "c" });
  const [{ headers, body }] = provider.requests;
  assert.equal(headers.authorization, undefined);
  assert.equal(
    body,
    "grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fpublisher.example%2F" +
      "&client_id=a%20b&client_secret=s%3Ae%26c%3Dr%E2%82%ACt",
  );
});

test("a sign-in's ID token is checked, its nonce against the page's", async () => {
  const backend = await backendOf({ idTokenAlg: "none" });
  const exchange = async (claims, code) => {
    answers["POST /token"] = json({ ...GRANTED, scope: "openid", id_token: idToken(claims) });
    return backend.exchange({ ...CODE, ...code });
  };
  const token = { access_token: "eyJ-claim", token_type: "bearer", expires_in: 500 };
  const both = await exchange({ nonce: "n", permission_management: token }, { nonce: "n" });
  assert.deepEqual([both.permissionToken.value, both.accessToken.value], ["eyJ-claim", GRANTED.access_token]);
  assert.equal((await exchange({ nonce: "n" }, { nonce: "n" })).permissionToken, null);
  assert.equal((await exchange({ nonce: "n", permission_management: token }, { nonce: "n", flow: "login" })).permissionToken, null);
  assert.equal((await exchange({}, { flow: "login" })).claims.sub, "user");
  for (const [claims, code] of [
    [{ nonce: "other" }, { nonce: "n" }],
    [{}, { nonce: "n" }],
    [{ nonce: "n" }, { flow: "login" }],
  ]) {
    const { code: found, reason } = await exchange(claims, code).catch((error) => error);
    assert.deepEqual([found, reason], ["id_token_invalid", "nonce"]);
  }
});

test("what the page asked for is what is checked: flow, scope and maxAge", async () => {
  const backend = await backendOf({ idTokenAlg: "none" });
  const exchange = (claims, code, token) => {
    answers["POST /token"] = json({ access_token: "a", token_type: "Bearer", id_token: idToken({ nonce: "n", ...claims }), ...token });
    return backend.exchange({ ...CODE, nonce: "n", ...code });
  };
  const seconds = Math.floor(Date.now() / 1000);
  for (const [authTime, maxAge, reason] of [
    [seconds - 5, 60, undefined],
    [seconds - 600, 60, "auth_time"],
    [seconds - 600, 0, "auth_time"],
    [undefined, 60, "auth_time"],
    [seconds - 600, null, undefined],
    [undefined, undefined, undefined],
  ]) {
    const outcome = await exchange({ auth_time: authTime }, { flow: "login", maxAge }).catch((error) => error);
    assert.equal(outcome.reason, reason, `${authTime} ${maxAge}`);
  }
  assert.deepEqual((await exchange({}, { flow: "login", scope: ["openid", "email"] })).scope, ["openid", "email"]);
  assert.deepEqual((await exchange({}, { scope: "openid email" })).permissionToken, null);
  assert.deepEqual((await exchange({}, { scope: "openid email" })).scope, ["openid", "email"]);
  const permission = await exchange({}, { flow: null, nonce: null, scope: ["permission_management"] });
  assert.deepEqual([permission.permissionToken.value, permission.claims], ["a", null]);
  const asBefore = await exchange({}, {});
  assert.deepEqual(asBefore.scope, ["openid", "permission_management"]);
});

test("what a page's parseRedirect() answers can be sent as it is", async () => {
  const page = await clientOf(provider, { clientId: CLIENT.clientId, flow: "login" });
  const { url, state } = page.authorize({ maxAge: 60, scope: "email", appState: 1 });
  const code = JSON.parse(JSON.stringify(page.parseRedirect(`${PAGE}?code=c&state=${state}`)));
  assert.deepEqual([code.flow, code.scope, code.maxAge], ["login", ["openid", "email"], 60]);
  const nonce = new URL(url).searchParams.get("nonce");
  const authTime = Math.floor(Date.now() / 1000);
  const backend = await backendOf({ idTokenAlg: "none" });
  answers["POST /token"] = json({ access_token: "a", token_type: "Bearer", id_token: idToken({ nonce, auth_time: authTime }) });
  assert.deepEqual((await backend.exchange(code)).scope, ["openid", "email"]);
});

test("a sign-in without an ID token is refused", async () => {
  const backend = await backendOf();
  assert.equal(await codeOf(backend.exchange({ ...CODE, nonce: "n" })), "token_response_invalid");
});

test("a refusal has the provider's words without the secret", async () => {
  answers["POST /token"] = json({ error: "invalid_client", error_description: `bad ${CLIENT.clientSecret} and the+code` }, 401);
  const error = await (await backendOf()).exchange(CODE).catch((thrown) => thrown);
  assert.deepEqual([error.code, error.status, error.error], ["token_request_failed", 401, "invalid_client"]);
  assert.equal(JSON.stringify(error).includes(CLIENT.clientSecret), false);
});

test("options and codes that can't be used are refused before anything is sent", async () => {
  for (const options of [{ redirectUri: undefined }, { clientSecret: "" }, { clientSecret: undefined }, { clientSecret: 7 }, { clientAuth: "none" }]) {
    assert.equal(await codeOf(backendOf(options)), "config_invalid");
  }
  const backend = await backendOf();
  for (const code of [undefined, null, {}, { code: "" }, { code: 7 }, { ...CODE, flow: "other" }, { ...CODE, nonce: 7 },
    { ...CODE, maxAge: -1 }, { ...CODE, maxAge: 1.5 }, { ...CODE, maxAge: "60" }, { ...CODE, scope: 7 },
    { ...CODE, flow: "login", scope: "openid permission_management" }, { ...CODE, flow: "permission", scope: "openid" }]) {
    assert.equal(await codeOf(backend.exchange(code)), "config_invalid");
  }
  assert.equal(provider.requests.length, 0);
});

test("where the provider may not decode a Basic header, its refusal names client_secret_post", async () => {
  const refused = async (options, status = 401, error = "invalid_client") => {
    answers["POST /token"] = json({ error }, status);
    const thrown = await (await backendOf(options)).exchange(CODE).catch((caught) => caught);
    assert.deepEqual([thrown.code, thrown.status, thrown.error], ["token_request_failed", status, error]);
    return thrown.message.includes("client_secret_post");
  };
  assert.equal(await refused(), true);
  assert.equal(await refused({ clientId: "plain", clientSecret: "a/b" }, 400), true);
  assert.equal(await refused({ clientId: "a:b", clientSecret: "plain" }), true);
  assert.equal(await refused({ clientId: "plain", clientSecret: "plain-secret._~" }), false);
  assert.equal(await refused({ clientAuth: "client_secret_post" }), false);
  assert.equal(await refused({}, 400, "invalid_grant"), false);
});

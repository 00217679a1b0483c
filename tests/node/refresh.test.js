// Renewing a grant with its refresh token, and ending the session.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createBankidClient, createClient, createNetidClient } from "consentkey";
import { CLIENT, idTokenOf, startRealm, TOKEN_PATH } from "../lib/bankid.js";
import { codeOf, json, PAGE } from "../lib/provider.js";

let realm, client, grant;
beforeEach(async () => {
  realm = await startRealm();
  client = await createBankidClient({
    clientId: CLIENT.clientId,
    redirectUri: PAGE,
    endpoints: { issuer: realm.issuer },
    storage: "memory",
  });
  const request = client.authorize({ scope: "profile", appState: "here" });
  answerWith({ nonce: new URL(request.url).searchParams.get("nonce"), auth_time: 1_000 });
  grant = await client.handleRedirect(`${PAGE}?code=c&state=${request.state}`);
  realm.requests.length = 0;
});
afterEach(() => realm.close());

/** The token endpoint's answer from now on; without claims it has no ID token. */
function answerWith(claims, more) {
  const answer = { access_token: "access", token_type: "Bearer", expires_in: 300, refresh_token: "refresh-1", ...more };
  realm.answers[`POST ${TOKEN_PATH}`] = json(claims ? { ...answer, id_token: idTokenOf(realm, claims) } : answer);
}

describe("refresh()", () => {
  test("sends the documented form", async () => {
    answerWith({}, { access_token: "access-2", refresh_token: "refresh-2" });
    await client.refresh(grant);
    const [{ headers, body }, ...more] = realm.tokenRequests();
    assert.deepEqual([body, more.length], ["grant_type=refresh_token&refresh_token=refresh-1&client_id=bank%20client", 0]);
    assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
    await client.refresh(grant, { scope: ["openid"] });
    assert.equal(
      realm.tokenRequests()[1].body,
      "grant_type=refresh_token&refresh_token=refresh-1&scope=openid&client_id=bank%20client",
    );
  });

  test("gives what is new, and of the old grant what is not", async () => {
    answerWith({ name: "Kari" }, { access_token: "access-2", refresh_token: "refresh-2", scope: "openid" });
    const renewed = await client.refresh(grant);
    assert.deepEqual([renewed.accessToken.value, renewed.refreshToken, renewed.claims.name], ["access-2", "refresh-2", "Kari"]);
    assert.deepEqual([renewed.scope, renewed.appState, renewed.relayed], [["openid"], "here", false]);
    answerWith(undefined, { access_token: "access-3", refresh_token: undefined });
    const kept = await client.refresh(grant);
    assert.deepEqual([kept.accessToken.value, kept.refreshToken, kept.idToken], ["access-3", "refresh-1", grant.idToken]);
    assert.deepEqual([kept.claims, kept.scope, kept.permissionToken], [grant.claims, ["openid", "profile"], null]);
  });

  test("makes one request of calls at the same time", async () => {
    answerWith(undefined, { refresh_token: "refresh-2" });
    const grants = await Promise.all([client.refresh(grant), client.refresh(grant), client.refresh(grant)]);
    assert.equal(realm.tokenRequests().length, 1);
    assert.ok(grants.every(({ refreshToken }) => refreshToken === "refresh-2"));
    await client.refresh(grants[0]);
    assert.equal(realm.tokenRequests().length, 2);
  });

  /** Answers each use with the next token, and refuses one that was used. */
  function rotate() {
    let number = 1;
    const uses = [];
    realm.answers[`POST ${TOKEN_PATH}`] = ({ body }, response) => {
      const form = new URLSearchParams(body);
      uses.push([form.get("refresh_token"), form.get("scope")]);
      if (form.get("refresh_token") !== `refresh-${number}`) return json({ error: "invalid_grant" }, 400)(null, response);
      number += 1;
      const tokens = { access_token: `access-${number}`, refresh_token: `refresh-${number}` };
      return json({ token_type: "Bearer", ...tokens })(null, response);
    };
    return uses;
  }

  test("asks for different scopes one after another, and all end with the last token", async () => {
    const uses = rotate();
    const scopes = ["openid", "profile", " openid", undefined];
    const grants = await Promise.all(scopes.map((scope) => client.refresh(structuredClone(grant), { scope })));
    assert.deepEqual(uses, [["refresh-1", "openid"], ["refresh-2", "profile"], ["refresh-3", null]]);
    assert.deepEqual(grants.map(({ accessToken }) => accessToken.value), ["access-2", "access-3", "access-2", "access-4"]);
    assert.deepEqual(grants.map(({ scope }) => scope), [["openid"], ["profile"], ["openid"], ["openid", "profile"]]);
    assert.deepEqual(new Set(grants.map(({ refreshToken }) => refreshToken)), new Set(["refresh-4"]));
    await client.refresh(grants[0]);
    assert.equal(uses.length, 4);
  });

  test("measures no answer by another client's options, or another grant's claims", async () => {
    const endpoints = { issuer: realm.issuer };
    const strict = await createBankidClient({ clientId: CLIENT.clientId, redirectUri: PAGE, endpoints, idTokenAlg: "RS256" });
    answerWith({});
    const other = { ...grant, claims: { ...grant.claims, sub: "ola" } };
    const outcomes = [client.refresh(grant), strict.refresh(grant)];
    assert.deepEqual(await Promise.all(outcomes.map(codeOf)), ["none", "id_token_invalid"]);
    assert.deepEqual(await Promise.all([client.refresh(grant), client.refresh(other)].map(codeOf)), ["none", "id_token_invalid"]);
  });

  test("of two providers with the same token has nothing in common", async () => {
    const other = await startRealm();
    try {
      const options = { clientId: CLIENT.clientId, redirectUri: PAGE, endpoints: { issuer: other.issuer }, storage: "memory" };
      const stranger = await createBankidClient(options);
      const uses = rotate();
      await Promise.all([client.refresh(grant), stranger.refresh({ ...grant, claims: null, scope: ["profile"] })]);
      assert.deepEqual(uses, [["refresh-1", null]]);
      assert.deepEqual(other.tokenRequests().map(({ body }) => new URLSearchParams(body).get("refresh_token")), ["refresh-1"]);
    } finally {
      await other.close();
    }
  });

  test("goes on after a refusal, and asks no more where a token may be lost", async () => {
    const both = () => Promise.all(["openid", "profile"].map((scope) => codeOf(client.refresh(grant, { scope }))));
    const refused = json({ error: "invalid_scope" }, 400);
    const granted = json({ access_token: "a", token_type: "Bearer", refresh_token: "refresh-2" });
    realm.answers[`POST ${TOKEN_PATH}`] = (request, response) =>
      (request.body.includes("scope=openid") ? refused : granted)(request, response);
    assert.deepEqual(await both(), ["token_request_failed", "none"]);
    realm.requests.length = 0;
    realm.answers[`POST ${TOKEN_PATH}`] = (_, response) => response.socket.destroy();
    assert.deepEqual(await both(), ["network", "network"]);
    assert.equal(realm.tokenRequests().length, 1);
  });

  for (const nothing of ["", " ", "\t\n", null, undefined]) {
    test(`keeps the token where the answer has ${JSON.stringify(nothing)} instead`, async () => {
      answerWith(undefined, { refresh_token: nothing });
      assert.equal((await client.refresh(grant)).refreshToken, "refresh-1");
    });
  }

  test("refuses an answer whose refresh token is no text", async () => {
    for (const bad of [7, false, {}, ["refresh-2"]]) {
      answerWith(undefined, { refresh_token: bad });
      assert.equal(await codeOf(client.refresh(grant)), "token_response_invalid");
    }
  });

  for (const [what, claims, reason] of [
    ["another user", { sub: "ola" }, "sub"],
    ["another nonce", { nonce: "other" }, "nonce"],
    ["another sign-in", { auth_time: 2_000 }, "auth_time"],
    ["another issuer", { iss: "https://other.example" }, "iss"],
    ["another client", { aud: "other" }, "aud"],
    ["long ago", { exp: 1_000 }, "exp"],
  ]) {
    test(`refuses an ID token of ${what}`, async () => {
      answerWith(claims);
      const error = await client.refresh(grant).catch((thrown) => thrown);
      assert.deepEqual([error.code, error.reason], ["id_token_invalid", reason]);
    });
  }

  test("accepts an ID token with the nonce and the time of the sign-in, or without", async () => {
    answerWith({ nonce: grant.claims.nonce, auth_time: 1_000 });
    assert.equal((await client.refresh(grant)).claims.nonce, grant.claims.nonce);
    answerWith({});
    assert.equal((await client.refresh(grant)).claims.nonce, undefined);
  });

  test("tells a refusal without the token, and asks again when asked again", async () => {
    realm.answers[`POST ${TOKEN_PATH}`] = json({ error: "invalid_grant", error_description: "refresh-1 is used" }, 400);
    const error = await client.refresh(grant).catch((thrown) => thrown);
    assert.deepEqual([error.code, error.error, error.errorDescription], ["token_request_failed", "invalid_grant", "[redacted] is used"]);
    assert.equal(await codeOf(client.refresh(grant)), "token_request_failed");
    assert.equal(realm.tokenRequests().length, 2);
  });

  test("needs a refresh token", async () => {
    for (const bad of [undefined, null, {}, { ...grant, refreshToken: null }, { ...grant, refreshToken: "" }, { ...grant, refreshToken: 7 }]) {
      assert.equal(await codeOf(client.refresh(bad)), "config_invalid");
    }
    assert.equal(await codeOf(client.refresh(grant, { scope: 7 })), "config_invalid");
    assert.equal(realm.requests.length, 0);
  });

  test("keeps the token of a permission flow apart, where a provider has both", async () => {
    const endpoints = { issuer: realm.issuer, authorization: `${realm.issuer}/a`, token: realm.issuer + "/token" };
    const netid = await createNetidClient({ clientId: CLIENT.clientId, redirectUri: PAGE, endpoints, storage: "memory" });
    const token = { value: "p", tokenType: "Bearer", scope: ["permission_management"], expiresAt: null };
    const permission = { ...grant, permissionToken: token, accessToken: null, idToken: null, claims: null, scope: token.scope };
    answerWith(undefined);
    const renewed = await netid.refresh(permission);
    assert.deepEqual([renewed.permissionToken.value, renewed.accessToken], ["access", null]);
  });
});

describe("endSessionUrl()", () => {
  test("names the client, and what is given", () => {
    const url = new URL(
      client.endSessionUrl({ grant, postLogoutRedirectUri: `${PAGE}?bye=1`, state: "s t", logoutHint: "h", uiLocales: "nb" }),
    );
    assert.equal(url.origin + url.pathname, `${realm.issuer}/logout`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: CLIENT.clientId,
      post_logout_redirect_uri: `${PAGE}?bye=1`,
      state: "s t",
      logout_hint: "h",
      ui_locales: "nb",
      id_token_hint: grant.idToken,
    });
    assert.equal(client.endSessionUrl(), `${realm.issuer}/logout?client_id=bank%20client`);
    assert.equal(client.endSessionUrl({ grant: { idToken: null } }), client.endSessionUrl());
  });

  test("takes the address of the options before that of discovery", async () => {
    const at = { clientId: "c", redirectUri: PAGE, storage: "memory", scope: "openid", issuer: realm.issuer };
    const other = await createClient({ ...at, endpoints: { endSession: "https://other.example/end?a=b" } });
    assert.equal(other.endSessionUrl(), "https://other.example/end?a=b&client_id=c");
    assert.equal((await createClient(at)).endSessionUrl(), `${realm.issuer}/logout?client_id=c`);
  });

  test("is config_invalid where the provider has none, and for options that can't be", async () => {
    const netid = await createNetidClient({ clientId: "c", redirectUri: PAGE, storage: "memory" });
    assert.throws(() => netid.endSessionUrl(), { code: "config_invalid" });
    delete realm.description.end_session_endpoint;
    const plain = await createClient({ clientId: "c", redirectUri: PAGE, storage: "memory", scope: "openid", issuer: realm.issuer });
    assert.throws(() => plain.endSessionUrl(), { code: "config_invalid" });
    for (const options of [{ state: 7 }, { grant: "g" }, { postLogoutRedirectUri: "/bye" }, { uiLocales: [] }, 7]) {
      assert.throws(() => client.endSessionUrl(options), { code: "config_invalid" }, JSON.stringify(options));
    }
  });

  test("leaves no page where there is none", () => {
    assert.throws(() => client.endSession(), { code: "config_invalid" });
  });
});

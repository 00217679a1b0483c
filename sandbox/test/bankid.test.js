import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { startSandbox } from "../src/index.js";
import { askRealm, basic, identify, realmRequest, throughBankid } from "./bankid-client.js";
import { Browser, buttons, heading } from "./browser.js";
import { REDIRECT_URI, startFor } from "./client.js";

let sandbox;
before(async () => {
  sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI] });
});
after(() => sandbox.close());

const CREDENTIALS = { grant_type: "client_credentials", scope: "signdoc/read_write" };
const errorOf = async (parameters) => (await throughBankid(sandbox, parameters)).response.error;

describe("discovery", () => {
  it("has Keycloak's paths and BankID's own members", async () => {
    const { issuer, endpoints } = sandbox.bankid;
    const document = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    assert.equal(issuer, `${sandbox.origin}/auth/realms/current`);
    const { issuer: named, authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri, end_session_endpoint } = document;
    assert.deepEqual(
      [named, authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri, end_session_endpoint],
      [issuer, endpoints.authorization, endpoints.token, endpoints.userinfo, endpoints.jwks, endpoints.endSession],
    );
    assert.deepEqual(
      [endpoints.authorization, endpoints.token, endpoints.jwks, endpoints.endSession].map((url) => url.replace(issuer, "")),
      ["/precheck/auth", "/protocol/openid-connect/token", "/protocol/openid-connect/certs", "/protocol/openid-connect/logout"],
    );
    assert.equal(document["signdoc-baseurl"], endpoints.signdoc);
    for (const member of ["aml-baseurl", "fraud-data-baseurl", "release"]) assert.ok(document[member], member);
    assert.deepEqual(document.code_challenge_methods_supported, ["S256"]);
  });
});

describe("client credentials", () => {
  it("give a token with the documented claims", async () => {
    const { status, body } = await askRealm(sandbox, CREDENTIALS);
    const { access_token: token, ...rest } = body;
    assert.deepEqual([status, rest], [200, { expires_in: 300, scope: "signdoc/read_write", token_type: "Bearer" }]);
    const { jti, iat, exp, sub, ...claims } = decodeJwt(token);
    assert.deepEqual(claims, {
      iss: sandbox.bankid.issuer,
      aud: ["signdoc"],
      azp: "demo-bank",
      clientId: "demo-bank",
      typ: "Bearer",
      nbf: 0,
      scope: "signdoc/read_write",
      resource_access: { signdoc: { roles: ["read_write"] } },
    });
    assert.ok(jti && sub && exp === iat + 300);
    const { alg, typ } = decodeProtectedHeader(token);
    assert.deepEqual([alg, typ], ["ES256", "JWT"]);
    await jwtVerify(token, createRemoteJWKSet(new URL(sandbox.bankid.endpoints.jwks)));
    const { clientId, roles } = await sandbox.bankid.verifyAccessToken(token);
    assert.deepEqual([clientId, roles], ["demo-bank", ["read_write"]]);
  });

  it("are taken by the registered method, form-encoded first", async () => {
    assert.equal((await askRealm(sandbox, CREDENTIALS, "demo-bank-post")).status, 200);
    const { clientId, clientSecret } = sandbox.bankid.clients["demo-bank"];
    const raw = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    assert.notEqual(raw, basic({ clientId, clientSecret }));
    assert.notEqual((await askRealm(sandbox, CREDENTIALS, "demo-bank", { authorization: raw })).status, 200);
    const posted = { ...CREDENTIALS, client_id: clientId, client_secret: clientSecret };
    const response = await fetch(sandbox.bankid.endpoints.token, { method: "POST", body: new URLSearchParams(posted) });
    assert.equal(response.status, 401);
    const headers = { authorization: basic({ clientId: "demo-bank-post", clientSecret }) };
    const body = new URLSearchParams(CREDENTIALS);
    assert.equal((await fetch(sandbox.bankid.endpoints.token, { method: "POST", headers, body })).status, 401);
  });

  it("give nothing to a client without the role, for another scope, or without a secret", async () => {
    assert.equal((await askRealm(sandbox, CREDENTIALS, "demo-bank-no-signdoc")).body.error, "invalid_scope");
    assert.equal((await askRealm(sandbox, { ...CREDENTIALS, scope: "aml/read" })).body.error, "invalid_scope");
    assert.equal((await askRealm(sandbox, { grant_type: "client_credentials" })).body.error, "invalid_scope");
    assert.equal((await askRealm(sandbox, CREDENTIALS, "demo-bank-page")).body.error, "invalid_request");
  });

  it("are remembered as they came, for tests", async () => {
    await askRealm(sandbox, CREDENTIALS);
    const { headers, body } = sandbox.bankid.tokenRequests.at(-1);
    assert.equal(body, "grant_type=client_credentials&scope=signdoc%2Fread_write");
    assert.match(headers.authorization, /^Basic /);
  });

  it("give tokens for as long as the sandbox is told", async (test) => {
    const hasty = await startFor(test, { lifetimes: { bankidAccessToken: 7 } });
    assert.equal((await askRealm(hasty, CREDENTIALS)).body.expires_in, 7);
  });
});

describe("a sign-in", () => {
  it("tells who it is in the ID token, with Keycloak's claims", async () => {
    const { status, body, response } = await identify(sandbox, { scope: "openid profile email phone address nnin" });
    assert.equal(status, 200);
    assert.deepEqual([response.state, response.iss], ["the state", sandbox.bankid.issuer]);
    assert.equal(decodeProtectedHeader(body.id_token).alg, "ES256");
    const { iat, exp, sid, at_hash: atHash, ...claims } = decodeJwt(body.id_token);
    assert.ok(exp > iat && sid);
    assert.equal(atHash, createHash("sha256").update(body.access_token).digest().subarray(0, 16).toString("base64url"));
    assert.deepEqual(claims, {
      ...sandbox.bankid.users[0].claims,
      iss: sandbox.bankid.issuer,
      aud: "demo-bank",
      azp: "demo-bank",
      typ: "ID",
      sub: "kari",
      nonce: "the nonce",
      acr: "urn:bankid:bid;LOA=4",
      amr: ["BID"],
    });
  });

  it("does not tell when it was, asked for it or not", async () => {
    for (const more of [{}, { max_age: 600 }]) {
      const { body } = await identify(sandbox, more);
      assert.equal(decodeJwt(body.id_token).auth_time, undefined);
    }
  });

  it("tells no more than the scope asks for", async () => {
    const { body } = await identify(sandbox, { scope: "openid" }, { user: "Ola Hansen" });
    const { name, birthdate, nnin } = decodeJwt(body.id_token);
    assert.deepEqual([name, birthdate, nnin], ["Ola Hansen", undefined, undefined]);
  });

  it("gives an access token for userinfo", async () => {
    const { body } = await identify(sandbox, { scope: "openid profile" });
    const headers = { authorization: `Bearer ${body.access_token}` };
    const told = await (await fetch(sandbox.bankid.endpoints.userinfo, { headers })).json();
    assert.deepEqual([told.sub, told.given_name], ["kari", "Kari"]);
    for (const ofTokens of ["typ", "azp", "at_hash"]) assert.equal(told[ofTokens], undefined, ofTokens);
  });

  it("works for a public client with PKCE, and without for none", async () => {
    assert.equal((await identify(sandbox, { client_id: "demo-bank-page" })).status, 200);
    for (const client_id of ["demo-bank", "demo-bank-page"]) {
      assert.equal(await errorOf({ client_id, code_challenge: undefined, code_challenge_method: undefined }), "invalid_request");
      assert.equal(await errorOf({ client_id, code_challenge_method: "plain" }), "invalid_request");
    }
  });

  it("needs the scope openid", async () => {
    assert.equal(await errorOf({ scope: "profile", nonce: undefined }), "invalid_scope");
  });

  it("gives nothing but a code", async () => {
    const { left } = await new Browser(sandbox).open(realmRequest(sandbox, { response_type: "id_token" }).url);
    assert.equal(new URLSearchParams(left.hash.slice(1)).get("error"), "unsupported_response_type");
  });

  it("is asked for with GET", async () => {
    const { origin, pathname, searchParams } = new URL(realmRequest(sandbox, {}).url);
    const { status } = await fetch(origin + pathname, { method: "POST", body: searchParams });
    assert.equal(status, 404);
  });

  it("answers in the fragment or by a form, too", async () => {
    const browser = new Browser(sandbox);
    await throughBankid(sandbox, {}, { browser });
    const answer = (mode) => browser.open(realmRequest(sandbox, { response_mode: mode, ui_locales: "nb", login_hint: "x" }).url);
    const { left } = await answer("fragment");
    assert.ok(new URLSearchParams(left.hash.slice(1)).get("code"));
    const { text } = await answer("form_post");
    assert.ok(text.includes(`action="${REDIRECT_URI}"`) && text.includes('name="code"'));
  });

  it("can be cancelled", async () => {
    const browser = new Browser(sandbox);
    const page = await browser.open(realmRequest(sandbox, {}).url);
    assert.deepEqual(buttons(page).map(({ name }) => name), [...sandbox.bankid.users.map(({ name }) => name), "Cancel"]);
    const { left } = await browser.press(page, "Cancel");
    assert.equal(left.searchParams.get("error"), "access_denied");
  });

  it("leads to registered addresses only", async () => {
    const page = await new Browser(sandbox).open(realmRequest(sandbox, { redirect_uri: `${REDIRECT_URI}2` }).url);
    assert.deepEqual([page.status, heading(page)], [400, "This request can&#39;t be served"]);
  });

  it("has a code that works once", async () => {
    const { response, verifier } = await throughBankid(sandbox, {});
    const fields = { grant_type: "authorization_code", code: response.code, redirect_uri: REDIRECT_URI, code_verifier: verifier };
    assert.equal((await askRealm(sandbox, fields)).status, 200);
    assert.equal((await askRealm(sandbox, fields)).body.error, "invalid_grant");
  });

  it("has a code that is good for a minute, or for as long as the sandbox is told", async (test) => {
    const hasty = await startFor(test, { lifetimes: { bankidCode: 5 } });
    const codes = await Promise.all([sandbox, sandbox, hasty].map((place) => throughBankid(place, {})));
    const redeem = async (place, { response: { code }, verifier }) => {
      const fields = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, code_verifier: verifier };
      return (await askRealm(place, fields)).status;
    };
    const now = Date.now();
    test.mock.timers.enable({ apis: ["Date"], now: now + 6_000 });
    assert.deepEqual([await redeem(sandbox, codes[0]), await redeem(hasty, codes[2])], [200, 400]);
    test.mock.timers.setTime(now + 61_000);
    assert.equal(await redeem(sandbox, codes[1]), 400);
  });
});

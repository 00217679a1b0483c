import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { startSandbox } from "../src/index.js";
import { askRealm, basic, identify, realmRequest, throughBankid } from "./bankid-client.js";
import { Browser, buttons, heading } from "./browser.js";
import { PAGE_ORIGIN, REDIRECT_URI, startFor } from "./client.js";

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

  it("is for registered origins, from pages", async () => {
    const allowed = async (origin) => {
      const { headers } = await fetch(`${sandbox.bankid.issuer}/.well-known/openid-configuration`, { headers: { origin } });
      return headers.get("access-control-allow-origin");
    };
    assert.equal(await allowed(PAGE_ORIGIN), PAGE_ORIGIN);
    assert.equal(await allowed("https://elsewhere.example"), null);
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
    assert.deepEqual([alg, typ], ["RS256", "JWT"]);
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
    const { iat, exp, auth_time: authTime, at_hash: atHash, ...claims } = decodeJwt(body.id_token);
    assert.ok(exp > iat && authTime <= iat && (atHash === undefined || atHash));
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

  it("tells no more than the scope asks for", async () => {
    const { body } = await identify(sandbox, { scope: "openid" }, { user: "Ola Hansen" });
    const { name, birthdate, nnin } = decodeJwt(body.id_token);
    assert.deepEqual([name, birthdate, nnin], ["Ola Hansen", undefined, undefined]);
  });

  it("gives an access token for userinfo", async () => {
    const { body } = await identify(sandbox, { scope: "openid profile" });
    const headers = { authorization: `Bearer ${body.access_token}` };
    const { sub, given_name: givenName, typ } = await (await fetch(sandbox.bankid.endpoints.userinfo, { headers })).json();
    assert.deepEqual([sub, givenName, typ], ["kari", "Kari", undefined]);
  });

  it("works for a public client with PKCE, and without for none", async () => {
    assert.equal((await identify(sandbox, { client_id: "demo-bank-page" })).status, 200);
    for (const client_id of ["demo-bank", "demo-bank-page"]) {
      assert.equal(await errorOf({ client_id, code_challenge: undefined, code_challenge_method: undefined }), "invalid_request");
    }
  });

  it("needs the scope openid", async () => {
    assert.equal(await errorOf({ scope: "profile", nonce: undefined }), "invalid_scope");
  });

  it("can be cancelled", async () => {
    const browser = new Browser(sandbox);
    const page = await browser.open(realmRequest(sandbox, {}).url);
    assert.deepEqual(buttons(page).map(({ name }) => name), [...sandbox.bankid.users.map(({ name }) => name), "Cancel"]);
    const { left } = await browser.press(page, "Cancel");
    assert.equal(left.searchParams.get("error"), "access_denied");
  });

  it("asks for nothing the second time, unless it is told to", async () => {
    const browser = new Browser(sandbox);
    await throughBankid(sandbox, {}, { browser });
    assert.ok((await browser.open(realmRequest(sandbox, {}).url)).left);
    assert.equal(heading(await browser.open(realmRequest(sandbox, { prompt: "login" }).url)), "Identify yourself with BankID");
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
});

describe("a refresh token", () => {
  const refresh = (token, clientId) => askRealm(sandbox, { grant_type: "refresh_token", refresh_token: token }, clientId);

  it("gives new tokens about the same sign-in", async () => {
    const { body } = await identify(sandbox, { client_id: "demo-bank-page", scope: "openid profile" });
    const { body: renewed } = await refresh(body.refresh_token, "demo-bank-page");
    assert.notEqual(renewed.access_token, body.access_token);
    assert.notEqual(renewed.refresh_token, body.refresh_token);
    const [before, after] = [body, renewed].map(({ id_token: token }) => decodeJwt(token));
    assert.deepEqual([after.sub, after.auth_time, after.given_name], [before.sub, before.auth_time, "Kari"]);
  });

  it("works once, and its second use ends the grant", async () => {
    const { body } = await identify(sandbox);
    const { body: renewed } = await refresh(body.refresh_token);
    assert.equal((await refresh(body.refresh_token)).body.error, "invalid_grant");
    assert.equal((await refresh(renewed.refresh_token)).body.error, "invalid_grant");
  });

  it("is nothing that client credentials give", async () => {
    assert.equal((await askRealm(sandbox, CREDENTIALS)).body.refresh_token, undefined);
  });
});

describe("ending the session", () => {
  const end = (browser, parameters) => browser.open(`${sandbox.bankid.endpoints.endSession}?${new URLSearchParams(parameters)}`);

  it("with an ID token happens at once, and leads back", async () => {
    const browser = new Browser(sandbox);
    const { body } = await identify(sandbox, {}, { browser });
    const hint = { id_token_hint: body.id_token, post_logout_redirect_uri: REDIRECT_URI, state: "bye", client_id: "demo-bank" };
    const { left } = await end(browser, hint);
    assert.equal(left.href, `${REDIRECT_URI}&state=bye`);
    assert.equal(heading(await browser.open(realmRequest(sandbox, {}).url)), "Identify yourself with BankID");
  });

  it("without one asks", async () => {
    const browser = new Browser(sandbox);
    await throughBankid(sandbox, {}, { browser });
    const page = await end(browser, { client_id: "demo-bank" });
    assert.equal(heading(page), "Sign out of BankID?");
    const [, action] = page.text.match(/action="([^"]+)"/);
    const [, xsrf] = page.text.match(/name="xsrf" value="([^"]+)"/);
    const ended = await browser.open(action, { method: "POST", body: new URLSearchParams({ xsrf, logout: "yes" }) });
    assert.equal(heading(ended), "You are signed out");
  });

  it("leads to registered addresses only", async () => {
    const browser = new Browser(sandbox);
    const { body } = await identify(sandbox, {}, { browser });
    const page = await end(browser, { id_token_hint: body.id_token, post_logout_redirect_uri: "https://elsewhere.example/" });
    assert.equal(page.status, 400);
  });
});

describe("pages of the realm", () => {
  it("tell a developer what there is", async () => {
    const page = await new Browser(sandbox).open(`${sandbox.bankid.issuer}/`);
    assert.equal(heading(page), "BankID and SignDoc");
    for (const text of [...Object.values(sandbox.bankid.endpoints), ...Object.keys(sandbox.bankid.clients)]) {
      assert.ok(page.text.includes(text), text);
    }
    const { clientSecret } = sandbox.bankid.clients["demo-bank"];
    assert.equal(page.text.includes(clientSecret), false);
  });

  it("tell where there is none", async () => {
    assert.equal((await new Browser(sandbox).open(`${sandbox.bankid.issuer}/nowhere`)).status, 404);
  });

  it("keep to themselves: netID's session is another", async () => {
    const browser = new Browser(sandbox);
    await throughBankid(sandbox, {}, { browser });
    const page = await browser.open("/");
    assert.match(page.text, /Nobody is signed in/);
  });
});

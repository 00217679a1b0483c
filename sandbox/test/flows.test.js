import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { startSandbox } from "../src/index.js";
import { REDIRECT_URI, logIn, requestToken, authorize, userinfo } from "./client.js";

let sandbox;
before(async () => {
  sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI] });
});
after(() => sandbox.close());

describe("flow permission: permission_management alone", () => {
  it("answers with an access token of the Permission Center and nothing else", async () => {
    const { status, headers, body } = await logIn(sandbox, { scope: "permission_management" });
    assert.equal(status, 200);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.deepEqual(Object.keys(body).sort(), ["access_token", "expires_in", "scope", "token_type"]);
    assert.match(body.access_token, /^eyJ/);
    assert.deepEqual([body.scope, body.token_type, body.expires_in], ["permission_management", "Bearer", 500]);
  });

  it("makes tokens that the Permission Center can check", async () => {
    const { body } = await logIn(sandbox, { scope: "permission_management" }, { user: "Jonas Weber" });
    const token = await sandbox.verifyPermissionToken(body.access_token);
    assert.equal(token.accountId, "jonas");
    assert.equal(token.clientId, "demo-rs256");
    assert.deepEqual(token.scope, ["permission_management"]);
    assert.ok(Math.abs(token.expiresAt - Date.now() - 500_000) < 5_000);
    const forged = `${body.access_token.slice(0, -4)}AAAA`;
    await assert.rejects(sandbox.verifyPermissionToken(forged), { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
  });

  it("makes tokens that userinfo refuses", async () => {
    const { body } = await logIn(sandbox, { scope: "permission_management" });
    const answer = await userinfo(sandbox, body.access_token);
    assert.equal(answer.status, 401);
    assert.equal(answer.body.error, "invalid_token");
  });

  it("ignores the parameters of OpenID Connect", async () => {
    const claims = JSON.stringify({ userinfo: { email: null } });
    const { status, body } = await logIn(sandbox, { scope: "permission_management", nonce: "n", claims, max_age: "600" });
    assert.equal(status, 200);
    assert.equal(body.id_token, undefined);
  });
});

describe("flow loginPermission: openid permission_management", () => {
  it("puts the Permission Center's token into the ID token", async () => {
    const { body } = await logIn(sandbox, { scope: "openid permission_management", nonce: "the nonce" });
    assert.deepEqual(Object.keys(body).sort(), ["access_token", "expires_in", "id_token", "scope", "token_type"]);
    assert.deepEqual([body.token_type, body.expires_in], ["Bearer", 900]);
    const { permission_management: permission, ...claims } = await verifyIdToken(body.id_token, "demo-rs256");
    assert.deepEqual(Object.keys(permission).sort(), ["access_token", "expires_in", "token_type"]);
    assert.match(permission.access_token, /^eyJ/);
    assert.deepEqual([permission.token_type, permission.expires_in], ["bearer", 500]);
    assert.equal((await sandbox.verifyPermissionToken(permission.access_token)).subject, claims.sub);
    assert.deepEqual(Object.keys(claims).sort(), ["aud", "auth_time", "exp", "iat", "iss", "nonce", "sub"]);
    assert.deepEqual([claims.aud, claims.iss, claims.nonce], ["demo-rs256", sandbox.issuer, "the nonce"]);
  });

  it("keeps the two tokens apart", async () => {
    const { body } = await logIn(sandbox, { scope: "openid permission_management" });
    const permission = decodeJwt(body.id_token).permission_management.access_token;
    assert.equal((await userinfo(sandbox, body.access_token)).status, 200);
    assert.equal((await userinfo(sandbox, permission)).status, 401);
    await assert.rejects(sandbox.verifyPermissionToken(body.access_token), { code: "ERR_JWS_INVALID" });
    await assert.rejects(sandbox.verifyPermissionToken(body.id_token), { code: "ERR_JWT_CLAIM_VALIDATION_FAILED" });
  });
});

describe("flow login: openid", () => {
  it("answers with an ID token without the Permission Center's token", async () => {
    const { body, response } = await logIn(sandbox, { scope: "openid" });
    const claims = await verifyIdToken(body.id_token, "demo-rs256");
    assert.deepEqual(Object.keys(claims).sort(), ["aud", "auth_time", "exp", "iat", "iss", "sub"]);
    assert.deepEqual(await userinfo(sandbox, body.access_token).then((answer) => answer.body), { sub: claims.sub });
    assert.deepEqual([response.state, response.iss, response.from], ["the state", sandbox.issuer, "netid"]);
  });

  it("gives an account another sub for each client", async () => {
    const sub = async (clientId, user) => {
      const { body } = await logIn(sandbox, { scope: "openid", client_id: clientId }, { user });
      return decodeJwt(body.id_token).sub;
    };
    const subs = await Promise.all([sub("demo-rs256", "Mia Sommer"), sub("demo-es256", "Mia Sommer"), sub("demo-rs256", "Jonas Weber")]);
    assert.equal(new Set(subs).size, 3);
    assert.equal(await sub("demo-rs256", "Mia Sommer"), subs[0]);
  });
});

describe("ID token signatures", () => {
  for (const [clientId, alg] of [["demo-rs256", "RS256"], ["demo-es256", "ES256"], ["demo-ps256", "PS256"], ["demo-eddsa", "EdDSA"]]) {
    it(`are ${alg} for ${clientId}`, async () => {
      const { body } = await logIn(sandbox, { scope: "openid", client_id: clientId });
      assert.equal(decodeProtectedHeader(body.id_token).alg, alg);
      await verifyIdToken(body.id_token, clientId);
    });
  }

  it("are missing for demo-unsigned", async () => {
    const { body } = await logIn(sandbox, { scope: "openid permission_management", client_id: "demo-unsigned", nonce: "n" });
    const [header, , signature] = body.id_token.split(".");
    assert.deepEqual(JSON.parse(Buffer.from(header, "base64url")), { alg: "none" });
    assert.equal(signature, "");
    const { aud, nonce, permission_management: permission } = decodeJwt(body.id_token);
    assert.deepEqual([aud, nonce, permission.token_type], ["demo-unsigned", "n", "bearer"]);
  });
});

describe("confidential clients", () => {
  const clientSecret = "sandbox-secret-of-demo-website";
  const basic = { authorization: `Basic ${Buffer.from(`demo-website:${clientSecret}`).toString("base64")}` };

  it("exchange a code with client_secret_basic, without PKCE", async () => {
    const { code } = await authorize(sandbox, { scope: "openid", client_id: "demo-website" });
    const { status, body } = await requestToken(sandbox, { client_id: undefined, code }, basic);
    assert.equal(status, 200);
    await verifyIdToken(body.id_token, "demo-website");
  });

  it("exchange a code with client_secret_post", async () => {
    const { code } = await authorize(sandbox, { scope: "openid", client_id: "demo-website-post" });
    const { status } = await requestToken(sandbox, { client_id: "demo-website-post", client_secret: clientSecret, code });
    assert.equal(status, 200);
  });

  it("are refused with a wrong secret or by another method", async () => {
    const { code } = await authorize(sandbox, { scope: "openid", client_id: "demo-website" });
    const wrong = { authorization: `Basic ${Buffer.from("demo-website:wrong").toString("base64")}` };
    const answers = await Promise.all([
      requestToken(sandbox, { client_id: undefined, code }, wrong),
      requestToken(sandbox, { client_id: "demo-website", client_secret: clientSecret, code }),
      requestToken(sandbox, { client_id: "demo-website", code }),
    ]);
    assert.deepEqual(answers.map(({ status, body }) => [status, body.error]), Array(3).fill([401, "invalid_client"]));
  });

  it("have their secrets told by the sandbox", () => {
    assert.equal(sandbox.clients["demo-website"].clientSecret, clientSecret);
    assert.equal(sandbox.clients["demo-rs256"].clientSecret, undefined);
  });
});

async function verifyIdToken(idToken, audience) {
  const keys = createRemoteJWKSet(new URL(sandbox.endpoints.jwks));
  const { payload } = await jwtVerify(idToken, keys, { issuer: sandbox.issuer, audience });
  assert.equal(typeof payload.aud, "string");
  return payload;
}

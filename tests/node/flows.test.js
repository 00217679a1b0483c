// All flows and registrations, end to end against the local netID without a browser.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createClient, createNetidClient } from "consentkey";
import { startSandbox } from "consentkey-sandbox";
import { signInOverHttp } from "../lib/http-sign-in.js";

const PAGE = "https://publisher.example/";
let sandbox;
before(async () => (sandbox = await startSandbox({ port: 0, redirectUris: [PAGE] })));
after(() => sandbox.close());

const common = () => ({ clientId: "demo-rs256", redirectUri: PAGE, storage: "memory" });
const netid = (options) => createNetidClient({ ...common(), endpoints: sandbox.endpoints, ...options });

async function grantOf(client, options) {
  return client.handleRedirect(await signInOverHttp(sandbox, client.authorize(options).url));
}

test("flow permission: the token response's own token, and no person", async () => {
  const grant = await grantOf(await netid());
  const { permissionToken, ...rest } = grant;
  assert.deepEqual(rest, {
    accessToken: null,
    refreshToken: null,
    idToken: null,
    claims: null,
    scope: ["permission_management"],
    appState: null,
    relayed: false,
  });
  assert.deepEqual(permissionToken.scope, ["permission_management"]);
  assert.equal(permissionToken.tokenType, "Bearer");
  assert.equal((await sandbox.verifyPermissionToken(permissionToken.value)).clientId, "demo-rs256");
});

for (const [clientId, idTokenAlg] of [["demo-rs256"], ["demo-es256", "ES256"], ["demo-ps256"], ["demo-eddsa"], ["demo-unsigned", "none"]]) {
  test(`flow loginPermission with ${clientId}: a person and the token of the claim`, async () => {
    const client = await netid({ clientId, idTokenAlg, flow: "loginPermission" });
    const grant = await grantOf(client, { claims: { userinfo: { email: { essential: true } } }, maxAge: 600 });
    assert.equal(grant.claims.aud, clientId);
    assert.equal(grant.claims.iss, sandbox.issuer);
    assert.equal(grant.permissionToken.value, grant.claims.permission_management.access_token);
    assert.equal((await sandbox.verifyPermissionToken(grant.permissionToken.value)).clientId, clientId);
    const person = await client.userinfo(grant);
    assert.deepEqual([person.sub, person.email], [grant.claims.sub, "mia@example.com"]);
  });
}

test("flow login: a person, and no permission token", async () => {
  const grant = await grantOf(await netid({ flow: "login" }));
  assert.equal(grant.permissionToken, null);
  assert.equal(typeof grant.claims.sub, "string");
  assert.deepEqual(grant.accessToken.scope, ["openid"]);
});

test("an unsigned client must say so, and a signed one must not", async () => {
  for (const [clientId, idTokenAlg] of [["demo-unsigned", undefined], ["demo-rs256", "none"], ["demo-rs256", "ES256"]]) {
    const client = await netid({ clientId, idTokenAlg, flow: "login" });
    await assert.rejects(grantOf(client), { code: "id_token_invalid", reason: "alg" });
  }
});

describe("any other provider", () => {
  test("is found by its issuer", async () => {
    const client = await createClient({ ...common(), issuer: sandbox.issuer, scope: "openid email" });
    const grant = await grantOf(client);
    assert.equal(grant.permissionToken, null);
    assert.deepEqual([...grant.accessToken.scope].sort(), ["email", "openid"]);
    assert.equal((await client.userinfo(grant)).email, "mia@example.com");
  });

  test("is taken as given where all addresses are", async () => {
    const { authorization, token } = sandbox.endpoints;
    const client = await createClient({ ...common(), scope: "permission_management", endpoints: { authorization, token } });
    const grant = await grantOf(client);
    assert.deepEqual([grant.claims, grant.idToken, grant.accessToken.scope], [null, null, ["permission_management"]]);
  });
});

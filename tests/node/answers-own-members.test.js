// What a provider says is what its answer says, whatever else objects of the process inherit.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { verifyAccessToken } from "consentkey/server";
import { accessTokenClaims, backendOf, startRealm, TOKEN_PATH } from "../lib/bankid.js";
import { callbackOf, clientOf, codeOf, GRANTED, json, startProvider } from "../lib/provider.js";

/** Runs `work` while every object inherits `members`, as after a deep merge of some other library. */
async function polluted(members, work) {
  const names = Object.keys(members);
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, { value: members[name], configurable: true, writable: true, enumerable: false });
  }
  try {
    return await work();
  } finally {
    for (const name of names) delete Object.prototype[name];
  }
}

describe("an inherited member counts for nothing:", () => {
  let provider, answers, client, realm;
  beforeEach(async () => {
    answers = {};
    provider = await startProvider(answers);
    client = await clientOf(provider, { idTokenAlg: "none" });
    realm = await startRealm();
  });
  afterEach(() => Promise.all([provider.close(), realm.close()]));

  const redeem = () => client.handleRedirect(callbackOf(client, { flow: "permission" }));

  test("in a token response", async () => {
    answers["POST /token"] = json({ token_type: "Bearer" });
    assert.equal(await polluted({ access_token: "forged" }, () => codeOf(redeem())), "token_response_invalid");
    answers["POST /token"] = json(GRANTED);
    const grant = await polluted({ error_description: "forged", refresh_token: "forged", id_token: "forged" }, redeem);
    assert.deepEqual([grant.permissionToken.value, grant.refreshToken], [GRANTED.access_token, null]);
  });

  test("in a discovery document", async () => {
    const path = Object.keys(realm.answers).find((name) => name.endsWith("openid-configuration"));
    const { token_endpoint, ...description } = realm.description;
    realm.answers[path] = json(description);
    const backend = await backendOf(realm);
    assert.equal(await polluted({ token_endpoint }, () => codeOf(backend.accessToken())), "discovery_failed");
    assert.equal(realm.tokenRequests().length, 0);
  });

  test("in an access token, its header and the keys", async () => {
    const options = { issuer: realm.issuer, audience: "signdoc" };
    const { typ, ...claims } = accessTokenClaims(realm);
    const check = (jwt) => verifyAccessToken(jwt, options).then(() => "none", ({ reason }) => reason);
    const good = realm.sign(accessTokenClaims(realm));
    assert.equal(await polluted({ typ }, () => check(realm.sign(claims))), "typ");
    assert.equal(await polluted({ crit: ["x"] }, () => check(good)), "none");
  });

  test("nor do names that objects have by themselves", async () => {
    realm.answers[`POST ${TOKEN_PATH}`] = (_, response) =>
      response.writeHead(200).end('{"__proto__":{"access_token":"forged"},"token_type":"Bearer"}');
    const backend = await backendOf(realm);
    assert.equal(await codeOf(backend.accessToken()), "token_response_invalid");
  });
});

describe("a number beyond all numbers is none:", () => {
  let realm;
  beforeEach(async () => (realm = await startRealm()));
  afterEach(() => realm.close());

  test("in an access token", async () => {
    const claims = accessTokenClaims(realm);
    for (const name of ["exp", "nbf", "iat"]) {
      for (const number of ["1e400", "-1e400"]) {
        const jwt = realm.sign(JSON.stringify({ ...claims, [name]: 0 }).replace(`"${name}":0`, `"${name}":${number}`));
        await assert.rejects(verifyAccessToken(jwt, { issuer: realm.issuer, audience: "signdoc" }), {
          code: "access_token_invalid",
          reason: "malformed",
        });
      }
    }
  });

  test("in a token response", async () => {
    realm.answers[`POST ${TOKEN_PATH}`] = (_, response) =>
      response.writeHead(200).end('{"access_token":"a","token_type":"Bearer","expires_in":1e400}');
    const backend = await backendOf(realm);
    assert.equal(await codeOf(backend.accessToken()), "token_response_invalid");
  });
});

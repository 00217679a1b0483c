// What a server does with a token alone: the Permission Center's, and those that it is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createAccessTokenVerifier, createPermissions } from "consentkey/server";
import { accessTokenClaims, startRealm } from "../lib/bankid.js";
import { codeOf, json, startProvider } from "../lib/provider.js";

const IDENTIFIERS = { tpid: "t", sync_id: null, etpid: null };
const PATH = "/netid-user-status?q.identifier.in=TPID,SYNC_ID,ETPID";

test("createPermissions reads with the token, and without a client's secret", async () => {
  const answer = { status_code: "PERMISSIONS_FOUND", subject_identifiers: IDENTIFIERS, netid_privacy_settings: {} };
  const provider = await startProvider({ [`GET ${PATH}`]: json(answer) });
  try {
    const endpoints = { permissionRead: provider.origin };
    for (const token of ["the-token", { value: "the-token", tokenType: "Bearer", scope: [], expiresAt: null }]) {
      const permissions = await createPermissions({ token, endpoints });
      assert.equal((await permissions.read()).subjectIdentifiers.tpid, "t");
      assert.equal(provider.requests.at(-1).headers.authorization, "Bearer the-token");
    }
    assert.equal(await codeOf(createPermissions({ token: "t", environment: "prod" })), "config_invalid");
    assert.equal(await codeOf(createPermissions({ endpoints })), "config_invalid");
    assert.equal(await codeOf(createPermissions()), "config_invalid");
  } finally {
    await provider.close();
  }
});

test("createAccessTokenVerifier checks many tokens, for any of its names", async () => {
  const realm = await startRealm();
  try {
    const { verify } = createAccessTokenVerifier({ issuer: realm.issuer, audience: ["other", "signdoc"] });
    const token = realm.sign(accessTokenClaims(realm));
    for (const claims of await Promise.all([verify(token), verify(token)])) assert.equal(claims.azp, "bank client");
    const another = createAccessTokenVerifier({ issuer: realm.issuer, audience: ["other"] });
    await assert.rejects(another.verify(token), { code: "access_token_invalid", reason: "aud" });
    assert.equal(await codeOf(verify()), "access_token_invalid");
  } finally {
    await realm.close();
  }
});

test("createAccessTokenVerifier refuses at once what it can't use", () => {
  const good = { issuer: "https://issuer.example", audience: "a" };
  for (const more of [{ issuer: "" }, { issuer: 7 }, { audience: "" }, { audience: [] }, { audience: ["a", ""] }, { audience: null }, { timeout: -1 }]) {
    assert.throws(() => createAccessTokenVerifier({ ...good, ...more }), { code: "config_invalid" }, JSON.stringify(more));
  }
  assert.throws(() => createAccessTokenVerifier(), { code: "config_invalid" });
});

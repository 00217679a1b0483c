// How long a provider's keys are kept, and what may make them be fetched.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { verifyAccessToken } from "consentkey/server";
import { accessTokenClaims, startRealm } from "../lib/bankid.js";
import { clockOf } from "../lib/clock.js";
import { json } from "../lib/provider.js";
import { newSigner } from "../lib/signer.js";

const MINUTE = 60;
const UNKNOWN = "access_token_invalid: key_unknown";

let realm, certs, good;
beforeEach(async () => {
  realm = await startRealm();
  certs = Object.keys(realm.answers).find((path) => path.endsWith("/certs"));
  good = realm.answers[certs];
});
afterEach(() => realm.close());

const outcome = (token, options) =>
  verifyAccessToken(token, { issuer: realm.issuer, audience: "signdoc", ...options }).then(
    () => "accepted",
    ({ code, reason }) => (reason ? `${code}: ${reason}` : code),
  );
const honest = (signer = realm) => signer.sign(accessTokenClaims(realm));
const forged = (() => {
  const stranger = newSigner("ES256", "unknown");
  let number = 0;
  return () => stranger.sign(accessTokenClaims(realm), { kid: `unknown-${(number += 1)}` });
})();
const requests = () => realm.requests.length;
const outage = json({}, 503);

describe("keys are kept", () => {
  test("for ten minutes, after which a key that was withdrawn counts no longer", async (context) => {
    const clock = clockOf(context);
    assert.equal(await outcome(honest()), "accepted");
    realm.answers[certs] = json({ keys: [newSigner("ES256", "other").jwk] });
    clock.pass(10 * MINUTE - 5);
    assert.equal(await outcome(honest()), "accepted");
    assert.equal(requests(), 2);
    clock.pass(10);
    assert.equal(await outcome(honest()), UNKNOWN);
  });

  test("for an hour where they can't be fetched again", async (context) => {
    const clock = clockOf(context);
    assert.equal(await outcome(honest()), "accepted");
    realm.answers[certs] = outage;
    for (const minutes of [11, 20, 28]) {
      clock.pass(minutes * MINUTE);
      assert.equal(await outcome(honest()), "accepted");
    }
    clock.pass(2 * MINUTE);
    assert.equal(await outcome(honest()), "jwks_failed");
    realm.answers[certs] = good;
    assert.equal(await outcome(honest()), "accepted");
  });

  test("where the provider hangs, too", async (context) => {
    const clock = clockOf(context);
    assert.equal(await outcome(honest()), "accepted");
    realm.answers[certs] = () => {};
    clock.pass(11 * MINUTE);
    assert.equal(await outcome(honest(), { timeout: 0.2 }), "accepted");
  });

  test("but not where another issuer answers", async (context) => {
    const clock = clockOf(context);
    assert.equal(await outcome(honest()), "accepted");
    realm.description.issuer = "https://other.example";
    clock.pass(11 * MINUTE);
    assert.equal(await outcome(honest()), "issuer_mismatch");
  });

  test("by their own address, whoever's they are", async () => {
    const other = newSigner("ES256", "realm-key");
    const path = new URL(realm.issuer).pathname;
    realm.answers[`GET ${path}/other`] = json({ keys: [other.jwk] });
    const mine = { endpoints: { jwks: `${realm.issuer}/certs` } };
    const theirs = { endpoints: { jwks: `${realm.issuer}/other` } };
    assert.equal(await outcome(honest(), mine), "accepted");
    assert.equal(await outcome(honest(), theirs), "access_token_invalid: signature");
    assert.equal(await outcome(honest(other), theirs), "accepted");
    assert.equal(await outcome(honest(), mine), "accepted");
    assert.equal(requests(), 2);
  });

  test("imported", async (context) => {
    const imports = context.mock.method(crypto.subtle, "importKey");
    for (let time = 0; time < 3; time += 1) assert.equal(await outcome(honest()), "accepted");
    assert.equal(imports.mock.callCount(), 1);
  });
});

describe("unknown keys", () => {
  test("cause one request in 30 seconds, and none where the keys came for the token", async (context) => {
    const clock = clockOf(context);
    for (let time = 0; time < 20; time += 1) assert.equal(await outcome(forged()), UNKNOWN);
    assert.equal(requests(), 2);
    clock.pass(31);
    await Promise.all(Array.from({ length: 20 }, () => outcome(forged())));
    assert.equal(requests(), 3);
  });

  test("cost no good key while the key set can't be had, and one request", async (context) => {
    const clock = clockOf(context);
    assert.equal(await outcome(honest()), "accepted");
    const before = requests();
    realm.answers[certs] = outage;
    for (let time = 0; time < 20; time += 1) assert.equal(await outcome(forged()), "jwks_failed");
    assert.equal(requests(), before + 1);
    assert.equal(await outcome(honest()), "accepted");
    clock.pass(31);
    for (let time = 0; time < 20; time += 1) await outcome(forged());
    assert.equal(await outcome(honest()), "accepted");
    assert.equal(requests(), before + 2);
  });

  test("keep no known key waiting while the key set hangs", async (context) => {
    const clock = clockOf(context);
    assert.equal(await outcome(honest()), "accepted");
    let release;
    const asked = new Promise((resolve) => {
      realm.answers[certs] = (...exchange) => {
        release = () => good(...exchange);
        resolve();
      };
    });
    let isOver = false;
    const waiting = outcome(forged(), { timeout: 60 }).finally(() => (isOver = true));
    await asked;
    assert.deepEqual([await outcome(honest()), isOver], ["accepted", false]);
    clock.pass(10 * MINUTE);
    assert.deepEqual([await outcome(honest()), isOver], ["accepted", false]);
    release();
    assert.equal(await waiting, UNKNOWN);
  });

  test("that the provider has now are waited for by all who need them", async () => {
    assert.equal(await outcome(honest()), "accepted");
    const rotated = newSigner("RS256", "new");
    realm.answers[certs] = json({ keys: [rotated.jwk] });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcome(honest(rotated))));
    assert.deepEqual(new Set(outcomes), new Set(["accepted"]));
    assert.equal(requests(), 3);
  });
});

describe("a key set of thousands", () => {
  test("costs a token few checks", async (context) => {
    const { jwk } = newSigner("ES256", "realm-key");
    realm.answers[certs] = json({ keys: Array.from({ length: 2_000 }, () => jwk) });
    const checks = context.mock.method(crypto.subtle, "verify");
    assert.equal(await outcome(honest()), "access_token_invalid: signature");
    assert.equal(checks.mock.callCount(), 16);
  });

  test("is read to its bound", async () => {
    const { jwk } = newSigner("RS256", "other");
    const own = JSON.parse(await new Promise((resolve) => good(null, { writeHead: () => ({ end: resolve }) }))).keys;
    const at = (place) => json({ keys: [...Array.from({ length: place }, () => jwk), ...own] });
    realm.answers[certs] = at(499);
    assert.equal(await outcome(honest()), "accepted");
    realm.answers[`GET ${new URL(realm.issuer).pathname}/more`] = at(500);
    assert.equal(await outcome(honest(), { endpoints: { jwks: `${realm.issuer}/more` } }), UNKNOWN);
  });
});

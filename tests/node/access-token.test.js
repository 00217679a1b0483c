// Reading access tokens, and checking them for a resource server.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { decodeAccessToken, hasResourceRole, verifyAccessToken } from "consentkey/server";
import { accessTokenClaims, startRealm } from "../lib/bankid.js";
import { codeOf, json } from "../lib/provider.js";
import { ALGORITHMS, newSigner, withNumber } from "../lib/signer.js";

const part = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const jwt = (claims, header = { alg: "RS256" }) => `${part(header)}.${part(claims)}.c2ln`;

describe("decodeAccessToken()", () => {
  test("gives the documented claims as they are, whoever signed them", () => {
    const claims = { ...accessTokenClaims({ issuer: "https://realm.example" }), name: "Kåre €" };
    assert.deepEqual(decodeAccessToken(jwt(claims)), claims);
    assert.deepEqual(decodeAccessToken(jwt({ aud: "signdoc" }, { alg: "none" })), { aud: "signdoc" });
  });

  test("refuses what is no JWT", () => {
    const claims = part({});
    const header = part({ alg: "RS256" });
    for (const bad of [
      undefined,
      null,
      7,
      {},
      "",
      "opaque",
      "a.b",
      `${header}.${claims}`,
      `${header}.${claims}.c2ln.c2ln.c2ln`,
      `${header}..c2ln`,
      `.${claims}.c2ln`,
      `${header}.${part("[]")}.c2ln`,
      `${header}.${part("null")}.c2ln`,
      `${header}.${part('"text"')}.c2ln`,
      `${header}.${part("{")}.c2ln`,
      `${part("[]")}.${claims}.c2ln`,
      `${header}.${claims}=.c2ln`,
      `${header}. ${claims}.c2ln`,
      // The same claims, but bits are left over.
      `${header}.e31.c2ln`,
      `${header}.e30=.c2ln`,
      `${header}.e3\n0.c2ln`,
      `${header}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString("base64url")}.c2ln`,
    ]) {
      assert.throws(() => decodeAccessToken(bad), { name: "ConsentKeyError", code: "token_response_invalid" }, String(bad));
    }
  });

  test("takes hostile names for names", () => {
    const claims = decodeAccessToken(jwt('{"__proto__":{"admin":true},"constructor":1,"resource_access":{"__proto__":{"roles":["x"]}}}'));
    assert.equal(claims.admin, undefined);
    assert.equal({}.admin, undefined);
    assert.deepEqual(Object.keys(claims), ["__proto__", "constructor", "resource_access"]);
    assert.equal(hasResourceRole(claims, "__proto__", "x"), true);
    assert.equal(hasResourceRole(claims, "signdoc", "x"), false);
  });
});

describe("hasResourceRole()", () => {
  const claims = { resource_access: { signdoc: { roles: ["read_write"] }, broken: { roles: "read_write" }, empty: null } };

  test("finds a role where it is given", () => {
    assert.equal(hasResourceRole(claims, "signdoc", "read_write"), true);
    assert.equal(hasResourceRole(claims, "signdoc", "read"), false);
    assert.equal(hasResourceRole(claims, "other", "read_write"), false);
  });

  test("finds none in what is broken, missing or inherited", () => {
    for (const resource of ["broken", "empty", "__proto__", "constructor", "toString", undefined]) {
      assert.equal(hasResourceRole(claims, resource, "read_write"), false, resource);
    }
    for (const bad of [undefined, null, {}, { resource_access: null }, { resource_access: "signdoc" }, { resource_access: [] }]) {
      assert.equal(hasResourceRole(bad, "signdoc", "read_write"), false);
    }
    const inherited = { resource_access: Object.create({ signdoc: { roles: ["read_write"] } }) };
    assert.equal(hasResourceRole(inherited, "signdoc", "read_write"), false);
  });
});

describe("verifyAccessToken()", () => {
  let realm;
  beforeEach(async () => {
    realm = await startRealm();
  });
  afterEach(() => realm.close());

  const verify = (token, options) => verifyAccessToken(token, { issuer: realm.issuer, audience: "signdoc", ...options });
  const signed = (changes, header) => realm.sign({ ...accessTokenClaims(realm), ...changes }, header);
  const outcomeOf = (token, options) =>
    verify(token, options).then(() => "accepted", ({ code, reason }) => (reason ? `${code}: ${reason}` : code));

  test("accepts the documented token by the realm's keys", async () => {
    const claims = accessTokenClaims(realm);
    assert.deepEqual(await verify(realm.sign(claims)), claims);
    assert.equal(await outcomeOf(signed({ aud: "signdoc" })), "accepted");
    assert.equal(await outcomeOf(signed({ aud: ["account", "signdoc"] })), "accepted");
  });

  for (const [what, change, reason] of [
    ["another issuer's token", { iss: "https://other.example" }, "iss"],
    ["a token for another resource server", { aud: ["account"] }, "aud"],
    ["a token without audience", { aud: undefined }, "aud"],
    ["an ID token of the same realm", { typ: "ID" }, "typ"],
    ["a refresh token of the same realm", { typ: "Refresh" }, "typ"],
    ["an expired token", { exp: 1_000_000_000 }, "exp"],
    ["a token that never expires", { exp: undefined }, "exp"],
    ["a token of tomorrow", { nbf: 99_999_999_999 }, "nbf"],
    ["a token issued tomorrow", { iat: 99_999_999_999 }, "iat"],
    ["a claim of the wrong type", { exp: "soon" }, "malformed"],
  ]) {
    test(`refuses ${what}`, async () => {
      await assert.rejects(verify(signed(change)), { code: "access_token_invalid", reason });
    });
  }

  test("refuses times that are no numbers of seconds", async () => {
    for (const [name, number] of [["exp", "1e400"], ["nbf", "-1e400"], ["iat", "-1e400"]]) {
      const token = realm.sign(withNumber(accessTokenClaims(realm), name, number));
      assert.equal(await outcomeOf(token), "access_token_invalid: malformed", name);
    }
  });

  test("takes every algorithm that ID tokens may have, and no other", async () => {
    const certs = Object.keys(realm.answers).find((path) => path.endsWith("/certs"));
    const signers = ALGORITHMS.map((alg) => newSigner(alg, alg));
    realm.answers[certs] = json({ keys: signers.map(({ jwk }) => jwk) });
    for (const { jwk, sign } of signers) {
      assert.equal(await outcomeOf(sign(accessTokenClaims(realm))), "accepted", jwk.alg);
    }
    for (const alg of ["HS384", "ES256K", "Ed448", "RS1"]) {
      assert.equal(await outcomeOf(jwt(accessTokenClaims(realm), { alg })), "access_token_invalid: alg", alg);
    }
  });

  test("refuses a forged token, an unsigned one, and what is none", async () => {
    const forger = newSigner("ES256", "realm-key");
    assert.equal(await outcomeOf(forger.sign(accessTokenClaims(realm))), "access_token_invalid: signature");
    const [header, , signature] = signed().split(".");
    const changed = `${header}.${part({ ...accessTokenClaims(realm), azp: "other" })}.${signature}`;
    assert.equal(await outcomeOf(changed), "access_token_invalid: signature");
    assert.equal(await outcomeOf(jwt(accessTokenClaims(realm), { alg: "none" })), "access_token_invalid: alg");
    assert.equal(await outcomeOf(jwt(accessTokenClaims(realm), { alg: "HS256" })), "access_token_invalid: alg");
    for (const bad of [undefined, 7, "", "opaque"]) assert.equal(await outcomeOf(bad), "access_token_invalid: malformed");
  });

  test("fetches the key set once, and again for an unknown key, but not for every one", async () => {
    const keySets = () => realm.requests.filter(({ url }) => url.endsWith("/certs")).length;
    const stranger = newSigner("RS256", "unknown");
    await verify(signed());
    await verify(signed());
    assert.equal(keySets(), 1);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      assert.equal(await outcomeOf(stranger.sign(accessTokenClaims(realm))), "access_token_invalid: key_unknown");
    }
    assert.equal(keySets(), 2);
  });

  test("fetches the key set again for a key that was replaced under its old name, but not for every one", async () => {
    await verify(signed());
    const replaced = newSigner("RS256", "realm-key");
    const certs = Object.keys(realm.answers).find((path) => path.endsWith("/certs"));
    realm.answers[certs] = json({ keys: [replaced.jwk] });
    assert.equal(await outcomeOf(replaced.sign(accessTokenClaims(realm))), "accepted");
    for (let attempt = 0; attempt < 5; attempt += 1) {
      assert.equal(await outcomeOf(newSigner("RS256", "realm-key").sign(accessTokenClaims(realm))), "access_token_invalid: signature");
    }
    assert.equal(realm.requests.filter(({ url }) => url.endsWith("/certs")).length, 2);
  });

  test("takes the key set's address where it is given", async () => {
    await verify(signed(), { endpoints: { jwks: `${realm.issuer}/certs` } });
    assert.deepEqual(realm.requests.map(({ url }) => url.replace(/^.*\//, "")), ["certs"]);
  });

  test("has a tolerance for clocks", async () => {
    const exp = Math.floor(Date.now() / 1000) - 30;
    assert.equal(await outcomeOf(signed({ exp })), "accepted");
    assert.equal(await outcomeOf(signed({ exp }), { clockTolerance: 0 }), "access_token_invalid: exp");
  });

  test("says what it lacks", async () => {
    for (const options of [{ issuer: "" }, { issuer: "http://realm.example" }, { audience: "" }, { audience: 7 }, { timeout: -1 }]) {
      assert.equal(await outcomeOf(signed(), options), "config_invalid", JSON.stringify(options));
    }
    assert.equal(await codeOf(verifyAccessToken(signed())), "config_invalid");
    const certs = Object.keys(realm.answers).find((path) => path.endsWith("/certs"));
    realm.answers[certs] = json({}, 500);
    assert.equal(await outcomeOf(signed()), "jwks_failed");
    realm.description.issuer = "https://other.example";
    assert.equal(await outcomeOf(signed()), "issuer_mismatch");
  });
});

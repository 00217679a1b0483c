// Signatures of ID tokens, and the keys they are checked with.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, test } from "node:test";
import { clockOf } from "../lib/clock.js";
import { clientOf, codeOf, json, PAGE, startProvider } from "../lib/provider.js";
import { ALGORITHMS, hashOf, newSigner } from "../lib/signer.js";

const KEYS = "GET /keys";
const DOCUMENT = "GET /.well-known/openid-configuration";
const TOKENS = { access_token: "userinfo-token", token_type: "Bearer", expires_in: 900 };

const signer = newSigner("RS256", "one");
let provider, answers;

beforeEach(async () => {
  answers = {};
  provider = await startProvider(answers);
  answers[KEYS] = json({ keys: [signer.jwk] });
  answers[DOCUMENT] = json({
    issuer: `${provider.origin}/`,
    authorization_endpoint: `${provider.origin}/authorize`,
    token_endpoint: `${provider.origin}/token`,
    jwks_uri: `${provider.origin}/keys`,
  });
});
afterEach(() => provider.close());

/** What `at_hash` is by one of the hashes. */
function halfOf(hash) {
  const digest = createHash(hash).update(TOKENS.access_token).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}

/** A login that is answered with the token that `sign` makes of good claims; "none" or what it fails with. */
async function outcomeOf(sign, options) {
  const client = await clientOf(provider, { flow: "login", ...options });
  const { url, state } = client.authorize();
  const now = Math.floor(Date.now() / 1000);
  const nonce = new URL(url).searchParams.get("nonce");
  const claims = { iss: `${provider.origin}/`, aud: "client", sub: "user", exp: now + 300, iat: now, nonce };
  answers["POST /token"] = json({ ...TOKENS, id_token: sign(claims) });
  return client.handleRedirect(`${PAGE}?code=1&state=${state}`).then(
    () => "none",
    ({ code, reason }) => reason ?? code,
  );
}

const asked = (request) => provider.requests.filter(({ method, url }) => `${method} ${url}` === request).length;

for (const alg of ALGORITHMS) {
  describe(alg, () => {
    const own = newSigner(alg, "own");
    beforeEach(() => (answers[KEYS] = json({ keys: [own.jwk] })));

    test("a signature of the provider's key is valid, and at_hash is of its kind", async () => {
      const at_hash = halfOf(hashOf(alg));
      assert.equal(await outcomeOf((claims) => own.sign({ ...claims, at_hash })), "none");
      assert.equal(await outcomeOf((claims) => own.sign({ ...claims, at_hash: at_hash.slice(1) })), "at_hash");
      assert.equal(await outcomeOf(own.sign, { idTokenAlg: alg }), "none");
      // What OpenID Connect Core leaves open is the hash beside Ed25519.
      for (const other of ["sha256", "sha384", "sha512"].filter((hash) => hash !== hashOf(alg))) {
        const expected = alg.startsWith("Ed") && other === "sha256" ? "none" : "at_hash";
        assert.equal(await outcomeOf((claims) => own.sign({ ...claims, at_hash: halfOf(other) })), expected, other);
      }
    });

    test("a signature of another key, or of another text, is not", async () => {
      assert.equal(await outcomeOf(newSigner(alg, "own").sign), "signature");
      const other = (claims) => own.sign({ ...claims, sub: "somebody else" }).split(".");
      assert.equal(
        await outcomeOf((claims) => [...own.sign(claims).split(".").slice(0, 2), other(claims)[2]].join(".")),
        "signature",
      );
      assert.equal(await outcomeOf((claims) => own.sign(claims).replace(/[^.]*$/, "")), "signature");
    });
  });
}

test("an algorithm that was not asked for is refused, whoever signed", async () => {
  assert.equal(await outcomeOf(signer.sign, { idTokenAlg: "ES256" }), "alg");
  assert.equal(await outcomeOf(signer.sign, { idTokenAlg: "RS384" }), "alg");
  assert.equal(await outcomeOf(newSigner("RS384", "one").sign, { idTokenAlg: "RS256" }), "alg");
  assert.equal(await outcomeOf(newSigner("EdDSA", "one").sign, { idTokenAlg: "Ed25519" }), "alg");
  assert.equal(await outcomeOf((claims) => signer.sign(claims, { alg: "HS256" })), "alg");
  assert.equal(await outcomeOf((claims) => signer.sign(claims, { alg: "none" }).replace(/[^.]*$/, "")), "alg");
  assert.equal(await outcomeOf((claims) => signer.sign(claims, { crit: ["exp"] })), "malformed");
});

test("an unsigned client accepts no token with a signature", async () => {
  assert.equal(await outcomeOf((claims) => signer.sign(claims, { alg: "none" }), { idTokenAlg: "none" }), "signature");
  assert.equal(asked(KEYS), 0);
});

test("the signature is checked before any claim is believed", async () => {
  assert.equal(await outcomeOf((claims) => newSigner("RS256", "one").sign({ ...claims, aud: "other" })), "signature");
});

describe("the key set", () => {
  test("is asked for once, for all clients of an issuer, and renewed once for an unknown key", async (context) => {
    const clock = clockOf(context);
    for (const _ of [1, 2]) assert.equal(await outcomeOf(signer.sign), "none");
    assert.deepEqual([asked(DOCUMENT), asked(KEYS)], [1, 1]);
    const rotated = newSigner("RS256", "two");
    answers[KEYS] = json({ keys: [rotated.jwk] });
    assert.equal(await outcomeOf(rotated.sign), "none");
    assert.equal(asked(KEYS), 2);
    const stranger = newSigner("RS256", "three");
    for (const _ of Array(5)) assert.equal(await outcomeOf(stranger.sign), "key_unknown");
    assert.equal(asked(KEYS), 2);
    clock.pass(31);
    for (const _ of Array(5)) assert.equal(await outcomeOf(stranger.sign), "key_unknown");
    assert.equal(asked(KEYS), 3);
  });

  test("is renewed for a key that was replaced under its old name", async () => {
    assert.equal(await outcomeOf(signer.sign), "none");
    const replaced = newSigner("RS256", "one");
    answers[KEYS] = json({ keys: [replaced.jwk] });
    assert.equal(await outcomeOf(replaced.sign), "none");
    assert.equal(asked(KEYS), 2);
    assert.equal(await outcomeOf(signer.sign), "signature");
  });

  test("is taken from where the options say", async () => {
    const { origin } = provider;
    const endpoints = { issuer: `${origin}/`, authorization: `${origin}/a`, token: `${origin}/token`, jwks: `${origin}/keys` };
    assert.equal(await outcomeOf(signer.sign, { endpoints }), "none");
    assert.equal(asked(DOCUMENT), 0);
  });

  test("is tried key by key where the token names none", async () => {
    const nameless = newSigner("RS256");
    const others = ["x", "y"].map((kid) => newSigner("RS256", kid).jwk);
    const broken = { ...signer.jwk, n: "!".repeat(342) };
    answers[KEYS] = json({ keys: [null, 1, broken, ...others, nameless.jwk] });
    assert.equal(await outcomeOf(nameless.sign), "none");
  });

  test("is not asked for where nobody signs in", async () => {
    const client = await clientOf(provider);
    answers["POST /token"] = json(TOKENS);
    assert.equal(await codeOf(client.handleRedirect(`${PAGE}?code=1&state=${client.authorize().state}`)), "none");
    assert.deepEqual([asked(DOCUMENT), asked(KEYS)], [0, 0]);
  });

  for (const [name, request, answer, outcome] of [
    ["that is missing", KEYS, json({ keys: [signer.jwk] }, 404), "jwks_failed"],
    ["that is a page", KEYS, (_, response) => response.end("<html>"), "jwks_failed"],
    ["without keys", KEYS, json({ keys: {} }), "jwks_failed"],
    ["that breaks off", KEYS, (_, response) => response.socket.destroy(), "jwks_failed"],
    ["that hangs", KEYS, () => {}, "timeout"],
    ["whose address is not to be had", DOCUMENT, json({}, 500), "discovery_failed"],
    ["whose address another issuer tells", DOCUMENT, json({ issuer: "https://evil.example/" }), "issuer_mismatch"],
  ]) {
    test(`${name} is ${outcome}, and is asked for again the next time`, async () => {
      const good = answers[request];
      answers[request] = answer;
      // The token is to come within it.
      const options = outcome === "timeout" ? { timeout: 2 } : {};
      assert.equal(await outcomeOf(signer.sign, options), outcome);
      answers[request] = good;
      assert.equal(await outcomeOf(signer.sign), "none");
    });
  }

  test("whose address the provider does not tell is discovery_failed", async () => {
    const { origin } = provider;
    answers[DOCUMENT] = json({ issuer: `${origin}/`, authorization_endpoint: `${origin}/a`, token_endpoint: `${origin}/t` });
    assert.equal(await outcomeOf(signer.sign), "discovery_failed");
  });

  test("that fails does not hide that the code was refused", async (t) => {
    const unhandled = t.mock.fn();
    process.on("unhandledRejection", unhandled);
    t.after(() => process.off("unhandledRejection", unhandled));
    answers[KEYS] = json({}, 404);
    const client = await clientOf(provider, { flow: "login" });
    answers["POST /token"] = json({ error: "invalid_grant" }, 400);
    const { state } = client.authorize();
    assert.equal(await codeOf(client.handleRedirect(`${PAGE}?code=1&state=${state}`)), "token_request_failed");
    assert.equal(unhandled.mock.callCount(), 0);
  });
});

test("without Web Crypto a token is refused, unless the option with the warning in its name is set", async (t) => {
  const original = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const webCrypto = globalThis.crypto;
  Object.defineProperty(globalThis, "crypto", {
    configurable: true,
    value: { getRandomValues: (array) => webCrypto.getRandomValues(array) },
  });
  t.after(() => Object.defineProperty(globalThis, "crypto", original));
  assert.equal(await outcomeOf(signer.sign), "signature");
  const allowed = { dangerouslyAllowUnverifiedIdToken: true };
  assert.equal(await outcomeOf(signer.sign, allowed), "none");
  assert.equal(await outcomeOf((claims) => signer.sign({ ...claims, aud: "other" }), allowed), "aud");
  assert.equal(await outcomeOf((claims) => signer.sign(claims, { alg: "HS256" }), allowed), "alg");
});

test("with Web Crypto that option changes nothing", async () => {
  assert.equal(await outcomeOf(newSigner("RS256", "one").sign, { dangerouslyAllowUnverifiedIdToken: true }), "signature");
});

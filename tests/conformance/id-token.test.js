// ID tokens as the conformance suite sends them: the provider has signed every one of them.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { newSigner } from "../lib/signer.js";
import { discoveringClient, signIn, startOpenidProvider } from "./openid-provider.js";

const signer = newSigner("RS256", "one");
let provider;
afterEach(() => provider.close());

async function answerTo(sign, keys = [signer.jwk]) {
  provider = await startOpenidProvider(keys);
  return signIn(provider, await discoveringClient(provider), sign);
}

for (const [fault, claims, reason] of [
  ["of another issuer", { iss: "https://evil.example/" }, "iss"],
  ["without an issuer", { iss: undefined }, "iss"],
  ["for another client", { aud: "other" }, "aud"],
  ["for a further client", { aud: ["client", "other"] }, "aud"],
  ["without an audience", { aud: undefined }, "aud"],
  ["that has expired", { exp: 1_700_000_000 }, "exp"],
  ["without an expiry", { exp: undefined }, "exp"],
  ["without a time of issue", { iat: undefined }, "iat"],
  ["with another nonce", { nonce: "other" }, "nonce"],
  ["without the nonce", { nonce: undefined }, "nonce"],
  ["without a subject", { sub: undefined }, "sub"],
]) {
  test(`a signed ID token ${fault} is refused`, async () => {
    const sign = (good) => signer.sign({ ...good, ...claims });
    await assert.rejects(answerTo(sign), { code: "id_token_invalid", reason });
  });
}

test("an audience may be a list of this client alone", async () => {
  const grant = await answerTo((good) => signer.sign({ ...good, aud: ["client"] }));
  assert.deepEqual(grant.claims.aud, ["client"]);
});

for (const [which, name] of [["without a name", {}], ["with a name", { kid: "one" }]]) {
  test(`the only key of a set, ${which}, checks a token that names none`, async () => {
    const nameless = newSigner("RS256");
    const grant = await answerTo(nameless.sign, [{ ...nameless.jwk, ...name }]);
    assert.equal(grant.claims.sub, "user");
  });
}

test("keys of kinds that are unknown are passed over", async () => {
  const unknown = [
    { kty: "AKP", alg: "ML-DSA-00", kid: "post-quantum", use: "sig", pub: "AAAA" },
    { kty: "made-up", kid: "made-up", use: "sig" },
  ];
  const grant = await answerTo(signer.sign, [...unknown, signer.jwk]);
  assert.equal(grant.claims.sub, "user");
});

// Keys of a provider that are weak, damaged or written in odd ways, and what is said about them.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, test } from "node:test";
import { clientOf, json, PAGE, startProvider } from "../lib/provider.js";
import { newSigner } from "../lib/signer.js";

const KEYS = "GET /keys";

let provider, answers;
beforeEach(async () => (provider = await startProvider((answers = {}))));
afterEach(() => provider.close());

/** A provider of its own, since a key set is kept. */
async function renewProvider() {
  await provider.close();
  provider = await startProvider(answers);
}

/** What a login fails with that is answered with the token that `sign` makes of good claims; undefined if it does not. */
async function errorOf(jwks, sign, options) {
  await renewProvider();
  const { origin } = provider;
  answers[KEYS] = json({ keys: jwks });
  const endpoints = { issuer: `${origin}/`, authorization: `${origin}/a`, token: `${origin}/token`, jwks: `${origin}/keys` };
  const client = await clientOf(provider, { flow: "login", endpoints, ...options });
  const { url, state } = client.authorize();
  const now = Math.floor(Date.now() / 1000);
  const nonce = new URL(url).searchParams.get("nonce");
  const claims = { iss: `${origin}/`, aud: "client", sub: "user", exp: now + 300, iat: now, nonce };
  answers["POST /token"] = json({ access_token: "a", token_type: "Bearer", id_token: sign(claims) });
  return client.handleRedirect(`${PAGE}?code=1&state=${state}`).then(
    () => undefined,
    (error) => error,
  );
}

const reasonOf = async (jwk, sign) => {
  const error = await errorOf([jwk], sign);
  return error ? (error.reason ?? error.code) : "none";
};

const decoded = (text) => Buffer.from(text, "base64url");
const encoded = (octets) => Buffer.from(octets).toString("base64url");

/** The same octets in another text: the bits that are left over are not zero. */
function withBitsLeftOver(text) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)) + 1];
}

test("a short RSA key does not get long by what decoders skip", async () => {
  const { jwk, sign } = newSigner("RS256", "own", { modulusLength: 512 });
  assert.equal(await reasonOf(jwk, sign), "key_unknown");
  for (const filling of ["!", " ", "\n", "=", ".", "é", "\u0000"]) {
    for (const n of [jwk.n + filling.repeat(400), filling.repeat(400) + jwk.n, jwk.n.split("").join(filling.repeat(4))]) {
      assert.equal(await reasonOf({ ...jwk, n }, sign), "key_unknown", JSON.stringify(filling));
    }
  }
  assert.equal(await reasonOf({ ...jwk, n: encoded(Buffer.concat([Buffer.alloc(300), decoded(jwk.n)])) }, sign), "key_unknown");
});

test("an RSA key has 2048 bits, and not some fewer", async () => {
  for (const [modulusLength, reason] of [[2048, "none"], [2047, "key_unknown"], [2040, "key_unknown"], [3072, "none"]]) {
    const { jwk, sign } = newSigner("RS256", "own", { modulusLength });
    assert.equal(await reasonOf(jwk, sign), reason, String(modulusLength));
  }
});

for (const [alg, members] of [
  ["RS256", ["n", "e"]],
  ["PS512", ["n", "e"]],
  ["ES256", ["x", "y"]],
  ["ES384", ["x", "y"]],
  ["ES512", ["x", "y"]],
  ["Ed25519", ["x"]],
]) {
  test(`a number of a key for ${alg} is base64url without padding, white space or bits left over`, async () => {
    const { jwk, sign } = newSigner(alg, "own");
    for (const name of members) {
      const text = jwk[name];
      const bad = [`${text}=`, `${text}==`, ` ${text}`, `${text}\n`, `${text}!`, `${text}.`, `${text.slice(0, 3)}+${text}`, ""];
      if (text.length % 4 !== 0) bad.push(withBitsLeftOver(text));
      for (const value of [...bad, null, 1, [text]]) {
        assert.equal(await reasonOf({ ...jwk, [name]: value }, sign), "key_unknown", `${name} ${value}`);
      }
    }
  });
}

test("numbers of an RSA key may have zeros before them", async () => {
  const { jwk, sign } = newSigner("RS256", "own");
  const padded = (name) => encoded([0, 0, ...decoded(jwk[name])]);
  assert.equal(await reasonOf({ ...jwk, n: padded("n"), e: padded("e") }, sign), "none");
});

for (const [alg, crv] of [["ES256", "P-256"], ["ES384", "P-384"], ["ES512", "P-521"]]) {
  test(`a point for ${alg} is on ${crv}, and its coordinates have the curve's length`, async () => {
    const { jwk, sign } = newSigner(alg, "own");
    assert.equal(await reasonOf(jwk, sign), "none");
    for (const name of ["x", "y"]) {
      assert.equal(await reasonOf({ ...jwk, [name]: encoded([0, ...decoded(jwk[name])]) }, sign), "key_unknown");
      assert.equal(await reasonOf({ ...jwk, [name]: encoded(decoded(jwk[name]).subarray(1)) }, sign), "key_unknown");
    }
    for (const other of ["P-256", "P-384", "P-521", "secp256k1"].filter((name) => name !== crv)) {
      assert.equal(await reasonOf({ ...jwk, crv: other }, sign), "key_unknown", other);
      const elsewhere = generateKeyPairSync("ec", { namedCurve: other }).publicKey.export({ format: "jwk" });
      assert.equal(await reasonOf({ ...jwk, ...elsewhere }, sign), "key_unknown", other);
    }
  });
}

// Every way to write the eight points of small order: y with either sign of x, and what is above p.
const SMALL_ORDER = ["00", "01"].map((low) => low + "00".repeat(31));
for (let low = 0xec; low <= 0xff; low += 1) SMALL_ORDER.push(`${low.toString(16)}${"ff".repeat(30)}7f`);
SMALL_ORDER.push("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
SMALL_ORDER.push("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

test("a point of small order, for which anybody can sign, is no key", async () => {
  const { jwk, sign } = newSigner("EdDSA", "own");
  // Half of what a signature takes: R is the neutral element, S is zero.
  const signature = encoded([1, ...Buffer.alloc(63)]);
  const forged = (claims) => sign(claims).replace(/[^.]*$/, signature);
  for (const text of SMALL_ORDER) {
    for (const sign of [0, 0x80]) {
      const x = Buffer.from(text, "hex");
      x[31] |= sign;
      assert.equal(await reasonOf({ ...jwk, x: encoded(x) }, forged), "key_unknown", x.toString("hex"));
    }
  }
});

test("a key that the platform can't import is told from a signature that is not the provider's", async () => {
  for (const alg of ["ES256", "ES384", "ES512"]) {
    const { jwk, sign } = newSigner(alg, "own");
    const forged = await errorOf([jwk], newSigner(alg, "own").sign);
    const y = decoded(jwk.y);
    y[y.length - 1] ^= 1;
    const offTheCurve = { ...jwk, y: encoded(y) };
    const unusable = await errorOf([offTheCurve], sign);
    const unusableBesideAnother = await errorOf([offTheCurve, newSigner(alg, "own").jwk], sign);
    for (const { reason, message } of [unusable, unusableBesideAnother]) {
      assert.equal(reason, "signature");
      assert.notEqual(message, forged.message);
      assert.match(message, new RegExp(alg));
    }
    assert.equal(await errorOf([offTheCurve, jwk], sign), undefined);
  }
});

test("where no key fits, the message says what was looked for, and none of the token's own words", async () => {
  const { jwk, sign } = newSigner("ES384", "a-name-of-its-own");
  const absent = await errorOf([newSigner("ES384", "another").jwk], sign);
  const weak = await errorOf([{ ...jwk, use: "enc" }], sign);
  const nameless = await errorOf([{ ...jwk, use: "enc" }], (claims) => sign(claims, { kid: undefined }));
  const messages = [absent, weak, nameless].map(({ reason, message }) => {
    assert.equal(reason, "key_unknown");
    assert.match(message, /ES384/);
    assert.doesNotMatch(message, /a-name-of-its-own/);
    return message;
  });
  assert.equal(new Set(messages).size, 3);
});

test("a refused algorithm is named, unless it can't be a name", async () => {
  const { jwk, sign } = newSigner("RS256", "own");
  for (const [alg, idTokenAlg] of [["HS256"], ["ES256K"], ["none"], ["RS256", "ES256"], ["RS384", "RS256"]]) {
    const { reason, message } = await errorOf([jwk], (claims) => sign(claims, { alg }).replace(/[^.]*$/, ""), { idTokenAlg });
    assert.equal(reason, "alg");
    assert.match(message, new RegExp(alg));
  }
  for (const alg of ["a".repeat(10_000), "<b>", "\u001b[2J", "so-long-that-it-may-be-a-secret", ""]) {
    const { reason, message } = await errorOf([jwk], (claims) => sign(claims, { alg }));
    assert.equal(reason, "alg");
    assert.ok(message.length < 300 && !(alg && message.includes(alg)));
  }
});

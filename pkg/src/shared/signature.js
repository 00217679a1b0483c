import { ConsentKeyError } from "./error.js";

/** The parameters of Web Crypto for each algorithm (RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 9864). */
const PARAMETERS = {
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  RS384: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" },
  RS512: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" },
  PS256: { name: "RSA-PSS", hash: "SHA-256", saltLength: 32 },
  PS384: { name: "RSA-PSS", hash: "SHA-384", saltLength: 48 },
  PS512: { name: "RSA-PSS", hash: "SHA-512", saltLength: 64 },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  ES384: { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" },
  ES512: { name: "ECDSA", namedCurve: "P-521", hash: "SHA-512" },
  EdDSA: { name: "Ed25519" },
  Ed25519: { name: "Ed25519" },
};

/** Of the keys that fit a token, so many are tried: a provider has few, and each costs a check. */
const MOST_TRIED = 16;

/** Imported keys by their JWK, so that they live as long as the set that it is of. */
const imported = new WeakMap();

/**
 * What becomes of a token's signature: "valid" where the provider has made it, "invalid" where it has not, and
 * "unchecked" where this platform can't tell and the client allows that.
 *
 * @param signed what the core says is signed: `{code, algorithm, keyId, input, signature, mayBeUnverified}`, `code`
 *   of the error that a token of its kind ends with, default an ID token's, and `keyId` its `kid`, if it has one
 * @param token tells which keys come into question
 * @param keys the provider's keys, as `keySet()` gives them
 */
export async function signatureOf(signed, token, keys) {
  const { code = "id_token_invalid", algorithm, keyId, input, signature, mayBeUnverified } = signed;
  const refused = (reason, message) => new ConsentKeyError(code, message, { reason });
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) {
    if (mayBeUnverified) return "unchecked";
    throw refused(
      "signature",
      "The token's signature can't be checked on a page without Web Crypto: serve it over https. " +
        "`dangerouslyAllowUnverifiedIdToken` is for development.",
    );
  }
  const parameters = PARAMETERS[algorithm];
  // The core lets no other algorithm through.
  if (!parameters) return "invalid";
  const data = new TextEncoder().encode(input);
  const isMadeBy = async (jwk) => {
    const key = await importedKey(jwk, algorithm);
    try {
      return key && (await subtle.verify(parameters, key, bytes(signature), data));
    } catch {
      // What can't be read or verified is no signature.
      return false;
    }
  };
  const outcomes = [];
  let hasName = false;
  // Keys rotate, and some providers keep the name: where none has signed, they are fetched once more.
  for (const fetched of [keys.current, keys.renew]) {
    const jwks = await fetched();
    hasName ||= jwks.some((jwk) => jwk?.kid === keyId);
    for (const jwk of jwks.filter((jwk) => token.mayBeSignedBy(jwk)).slice(0, MOST_TRIED)) {
      const outcome = await isMadeBy(jwk);
      if (outcome) return "valid";
      outcomes.push(outcome);
    }
  }
  if (outcomes.length === 0) throw refused("key_unknown", noKey(algorithm, keyId, hasName));
  if (outcomes.includes(null)) throw refused("signature", unusableKey(algorithm));
  return "invalid";
}

/** The platform's form of a key; null where it can't use it, which is tried again each time: that is as cheap. */
async function importedKey(jwk, algorithm) {
  const kept = imported.get(jwk);
  if (kept?.algorithm === algorithm) return kept.key;
  try {
    const key = await crypto.subtle.importKey("jwk", publicPart(jwk), PARAMETERS[algorithm], false, ["verify"]);
    imported.set(jwk, { algorithm, key });
    return key;
  } catch {
    return null;
  }
}

/** Names neither the token's `kid` nor the set's: they are others' words. */
function noKey(algorithm, keyId, hasName) {
  const start = `No key of the provider fits the token, whose \`alg\` is ${algorithm}: `;
  if (keyId == null) return `${start}the token names none (\`kid\`), and none of the key set is for that and strong enough.`;
  if (hasName) return `${start}the one that it names (\`kid\`) is not for that, or is damaged or too weak.`;
  return `${start}the one that it names (\`kid\`) is not in the key set.`;
}

const unusableKey = (algorithm) =>
  `The signature can't be checked: this platform can't import the provider's key for ${algorithm}. ` +
  "Either the key is damaged, or the platform's Web Crypto lacks the algorithm; all of them have RS256 and ES256.";

/**
 * What the claim `at_hash` may be where the core does not know by itself: the half of another hash than SHA-256.
 * Ed25519 is built on SHA-512 (RFC 8032 section 5.1).
 */
export async function accessTokenHash({ algorithm, accessToken }) {
  const { subtle } = globalThis.crypto ?? {};
  const { hash = "SHA-512" } = PARAMETERS[algorithm];
  if (hash === "SHA-256" || !subtle) return undefined;
  const digest = await subtle.digest(hash, new TextEncoder().encode(accessToken));
  return base64url(String.fromCharCode(...new Uint8Array(digest, 0, digest.byteLength / 2)));
}

/**
 * What verifying needs. The rest of a JWK, such as its purpose, was judged by the core. Without a prototype, since
 * the platform reads members of an import that are not there.
 */
function publicPart(jwk) {
  const part = { __proto__: null };
  for (const name of ["kty", "n", "e", "crv", "x", "y"]) {
    if (Object.hasOwn(jwk, name)) part[name] = name === "n" || name === "e" ? shortest(jwk[name]) : jwk[name];
  }
  return part;
}

/** A number without the zeros before it, which some providers write and Chromium refuses (RFC 7518 section 2). */
const shortest = (number) => base64url(octets(number).replace(/^\0+/, ""));

/** Decodes base64url without padding. Throws where it is none. */
export const bytes = (text) => Uint8Array.from(octets(text), (octet) => octet.charCodeAt(0));

/** The same as a string, with a character for each octet. */
function octets(text) {
  const decoded = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  // `atob` skips white space, padding, and bits that are left over.
  if (base64url(decoded) === text) return decoded;
  throw new SyntaxError("No base64url.");
}

const base64url = (decoded) => btoa(decoded).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

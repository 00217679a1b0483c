import { ConsentKeyError } from "./error.js";

/** The parameters of Web Crypto for each algorithm (RFC 7518 section 3.1, RFC 8037 section 3.1). */
const PARAMETERS = {
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  PS256: { name: "RSA-PSS", hash: "SHA-256", saltLength: 32 },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  EdDSA: { name: "Ed25519" },
};

/** Of the keys that fit a token, so many are tried: a provider has few, and each costs a check. */
const MOST_TRIED = 16;

/** Imported keys by their JWK, so that they live as long as the set that it is of. */
const imported = new WeakMap();

/**
 * Whether a token is signed by the provider.
 *
 * @param signed what the core says is signed: `{code, algorithm, input, signature, mayBeUnverified}`, `code` of
 *   the error that a token of its kind ends with, default an ID token's
 * @param token tells which keys come into question
 * @param keys the provider's keys, as `keySet()` gives them
 */
export async function isSigned(signed, token, keys) {
  const { code = "id_token_invalid", algorithm, input, signature, mayBeUnverified } = signed;
  const refused = (reason, message) => new ConsentKeyError(code, message, { reason });
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) {
    if (mayBeUnverified) return true;
    throw refused(
      "signature",
      "The token's signature can't be checked on a page without Web Crypto: serve it over https. " +
        "`dangerouslyAllowUnverifiedIdToken` is for development.",
    );
  }
  const parameters = PARAMETERS[algorithm];
  const data = new TextEncoder().encode(input);
  const isMadeBy = async (jwk) => {
    try {
      const key = await importedKey(subtle, jwk, algorithm);
      return await subtle.verify(parameters, key, bytes(signature), data);
    } catch {
      // A key that the platform can't use has signed nothing that it can check.
      return false;
    }
  };
  let isNamed = false;
  // Keys rotate, and some providers keep the name: where none has signed, they are fetched once more.
  for (const fetched of [keys.current, keys.renew]) {
    const fitting = (await fetched()).filter((jwk) => token.mayBeSignedBy(jwk));
    for (const jwk of fitting.slice(0, MOST_TRIED)) {
      isNamed = true;
      if (await isMadeBy(jwk)) return true;
    }
  }
  if (isNamed) return false;
  throw refused("key_unknown", "No key of the provider fits the token.");
}

/** The platform's key of a JWK, for one algorithm. What can't be one is tried again: that is as cheap. */
async function importedKey(subtle, jwk, algorithm) {
  const kept = imported.get(jwk);
  if (kept?.algorithm === algorithm) return kept.key;
  const key = await subtle.importKey("jwk", publicPart(jwk), PARAMETERS[algorithm], false, ["verify"]);
  imported.set(jwk, { algorithm, key });
  return key;
}

/**
 * What the claim `at_hash` has to be where the core does not know by itself: Ed25519 is built on
 * SHA-512 (RFC 8032 section 5.1).
 */
export async function accessTokenHash({ algorithm, accessToken }) {
  const { subtle } = globalThis.crypto ?? {};
  if (algorithm !== "EdDSA" || !subtle) return undefined;
  const half = new Uint8Array(await subtle.digest("SHA-512", new TextEncoder().encode(accessToken)), 0, 32);
  return btoa(String.fromCharCode(...half)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/** What verifying needs. The rest of a JWK, such as its purpose, was judged by the core. */
function publicPart({ kty, n, e, crv, x, y }) {
  return { kty, n, e, crv, x, y };
}

/** Decodes base64url without padding. Throws where it is none. */
export function bytes(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

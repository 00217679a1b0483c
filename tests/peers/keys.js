import { createHash, createHmac, createPublicKey } from "node:crypto";
import { newSigner } from "../lib/signer.js";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * The provider's keys: `current` is published, `next` once it rotates, `unpublished` never; `ec` is
 * published for those who want ES256.
 */
export function newKeys() {
  return {
    current: newSigner("RS256", "2024"),
    next: newSigner("RS256", "2025"),
    unpublished: newSigner("RS256", "elsewhere"),
    ec: newSigner("ES256", "ec"),
  };
}

/** A token whose signature is that of other claims, by the right key. */
export function signOther(key, claims) {
  const [, , signature] = key.sign({ ...claims, sub: "somebody else" }).split(".");
  return [...key.sign(claims).split(".").slice(0, 2), signature].join(".");
}

/** A token that is not signed. */
export const unsigned = (claims) => `${part({ alg: "none" })}.${part(claims)}.`;

/** A token signed with the published key's text as if it were a shared secret. */
export function signWithPublicKey({ jwk }, claims) {
  const secret = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
  const input = `${part({ alg: "HS256", kid: jwk.kid })}.${part(claims)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

/** `at_hash` of an access token, for RS256 and ES256 (OpenID Connect Core section 3.1.3.6). */
export const hashOf = (token) => createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");

import { generateKeyPairSync, sign } from "node:crypto";

const RSA = { type: "rsa", options: { modulusLength: 2048 } };
const KINDS = {
  RS256: { ...RSA, hash: "sha256", padding: {} },
  // 6 is RSA_PKCS1_PSS_PADDING, 32 the length of a SHA-256 digest.
  PS256: { ...RSA, hash: "sha256", padding: { padding: 6, saltLength: 32 } },
  ES256: { type: "ec", options: { namedCurve: "P-256" }, hash: "sha256", padding: { dsaEncoding: "ieee-p1363" } },
  EdDSA: { type: "ed25519", options: {}, hash: null, padding: {} },
};

const part = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/**
 * A key that signs ID tokens.
 *
 * @param {"RS256" | "PS256" | "ES256" | "EdDSA"} alg
 * @param {string} [kid]
 * @returns {{ jwk: object, sign: (claims: object, header?: object) => string }} `jwk` is the public half;
 *   claims may be given as JSON text
 */
export function newSigner(alg, kid) {
  const { type, options, hash, padding } = KINDS[alg];
  const { publicKey, privateKey } = generateKeyPairSync(type, options);
  return {
    jwk: { ...publicKey.export({ format: "jwk" }), ...(kid && { kid }), use: "sig", alg },
    sign(claims, header) {
      const input = `${part({ alg, ...(kid && { kid }), ...header })}.${part(claims)}`;
      return `${input}.${sign(hash, Buffer.from(input), { key: privateKey, ...padding }).toString("base64url")}`;
    },
  };
}

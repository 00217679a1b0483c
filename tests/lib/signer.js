import { generateKeyPairSync, sign } from "node:crypto";

const SIZES = [256, 384, 512];
const CURVES = { 256: "P-256", 384: "P-384", 512: "P-521" };
// 6 is RSA_PKCS1_PSS_PADDING; the salt is as long as the hash.
const PSS = (size) => ({ padding: 6, saltLength: size / 8 });

const rsa = (size, padding) => ({ type: "rsa", options: { modulusLength: 2048 }, hash: `sha${size}`, padding });
const ec = (size) =>
  ({ type: "ec", options: { namedCurve: CURVES[size] }, hash: `sha${size}`, padding: { dsaEncoding: "ieee-p1363" } });
const ed25519 = { type: "ed25519", options: {}, hash: null, padding: {} };

const KINDS = {
  ...Object.fromEntries(SIZES.map((size) => [`RS${size}`, rsa(size, {})])),
  ...Object.fromEntries(SIZES.map((size) => [`PS${size}`, rsa(size, PSS(size))])),
  ...Object.fromEntries(SIZES.map((size) => [`ES${size}`, ec(size)])),
  EdDSA: ed25519,
  Ed25519: ed25519,
};

/** Every algorithm that an ID token may be signed with. */
export const ALGORITHMS = Object.keys(KINDS);

/** The hash by which `at_hash` is made beside a signature of `alg`: Ed25519 has SHA-512 inside. */
export const hashOf = (alg) => KINDS[alg].hash ?? "sha512";

const part = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Claims as JSON with a number that JavaScript has no value for, such as 1e400. */
export const withNumber = (claims, name, number) =>
  JSON.stringify({ ...claims, [name]: 0 }).replace(`"${name}":0`, `"${name}":${number}`);

/**
 * A key that signs ID tokens.
 *
 * @param {string} alg one of `ALGORITHMS`
 * @param {string} [kid]
 * @param {object} [unlike] options of the key that differ
 * @returns {{ jwk: object, sign: (claims: object | string, header?: object) => string }} `jwk` is the public
 *   half; claims that are a text are signed as they are
 */
export function newSigner(alg, kid, unlike) {
  const { type, options, hash, padding } = KINDS[alg];
  const { publicKey, privateKey } = generateKeyPairSync(type, { ...options, ...unlike });
  return {
    jwk: { ...publicKey.export({ format: "jwk" }), ...(kid && { kid }), use: "sig", alg },
    sign(claims, header) {
      const input = `${part({ alg, ...(kid && { kid }), ...header })}.${part(claims)}`;
      return `${input}.${sign(hash, Buffer.from(input), { key: privateKey, ...padding }).toString("base64url")}`;
    },
  };
}

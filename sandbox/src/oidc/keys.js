import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { calculateJwkThumbprint } from "jose";

const generate = promisify(generateKeyPair);

const KEY_TYPES = {
  RS256: ["rsa", { modulusLength: 2048 }],
  PS256: ["rsa", { modulusLength: 2048 }],
  ES256: ["ec", { namedCurve: "P-256" }],
  EdDSA: ["ed25519", {}],
};

/**
 * Makes signing keys: one for each signature algorithm.
 *
 * @param {Array<keyof typeof KEY_TYPES>} [algorithms] default all
 * @returns {Promise<{ keys: object[] }>} private JSON Web Key Set (RFC 7517)
 */
export async function createSigningKeys(algorithms = Object.keys(KEY_TYPES)) {
  const keys = await Promise.all(
    algorithms.map(async (alg) => {
      const [type, options] = KEY_TYPES[alg];
      const { privateKey } = await generate(type, options);
      const jwk = privateKey.export({ format: "jwk" });
      return { ...jwk, alg, use: "sig", kid: await calculateJwkThumbprint(jwk) };
    }),
  );
  return { keys };
}

/**
 * Leaves only the public members of a key set.
 *
 * @param {{ keys: object[] }} jwks
 * @returns {{ keys: object[] }}
 */
export function publicKeys({ keys }) {
  return { keys: keys.map(({ kty, crv, n, e, x, y, alg, use, kid }) => ({ kty, crv, n, e, x, y, alg, use, kid })) };
}

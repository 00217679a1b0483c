import { createLocalJWKSet, jwtVerify } from "jose";

/**
 * Describes a resource server to oidc-provider, which then makes its access tokens signed JWTs (RFC 9068) instead
 * of opaque strings.
 *
 * @param {{ audience: string, scope: string, lifetime: number, alg: string }} server `lifetime` in seconds
 * @returns {object}
 */
export function describeResourceServer({ audience, scope, lifetime, alg }) {
  return {
    audience,
    scope,
    accessTokenFormat: "jwt",
    accessTokenTTL: lifetime,
    jwt: { sign: { alg } },
  };
}

/**
 * Makes the check that a resource server does on the tokens of one provider.
 *
 * @param {{ issuer: string, jwks: { keys: object[] } }} provider its issuer and public keys
 * @param {{ algorithms: string[], audience: string, requiredClaims: string[], typ?: string }} expected
 * @returns {(token: string) => Promise<object>} gives the claims; rejects with an error of jose
 */
export function createTokenVerifier({ issuer, jwks }, expected) {
  const keys = createLocalJWKSet(jwks);
  return async (token) => {
    const { payload } = await jwtVerify(token, keys, { issuer, ...expected });
    return payload;
  };
}

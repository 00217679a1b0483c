import { createLocalJWKSet, jwtVerify } from "jose";

/** Scope that asks for a token of SignDoc: the resource server and the role there. */
export const SIGNDOC_SCOPE = "signdoc/read_write";

/** What oidc-provider calls SignDoc: it takes addresses only. */
export const SIGNDOC_RESOURCE = "urn:bankid:signdoc";

const AUDIENCE = "signdoc";
const ROLE = "read_write";
const SIGNING_ALG = "RS256";

/**
 * Describes SignDoc as a resource server to oidc-provider, which then makes its access tokens signed JWTs.
 *
 * @param {number} lifetime seconds
 * @returns {object}
 */
export function signdocResourceServer(lifetime) {
  return {
    audience: AUDIENCE,
    scope: SIGNDOC_SCOPE,
    accessTokenFormat: "jwt",
    accessTokenTTL: lifetime,
    jwt: { sign: { alg: SIGNING_ALG } },
  };
}

/** Gives such a token the claims that Keycloak's have: oidc-provider's `formats.customizers.jwt`. */
export function giveKeycloakClaims(ctx, token, jwt) {
  const { client_id: clientId, ...claims } = jwt.payload;
  jwt.header = { typ: "JWT" };
  jwt.payload = {
    ...claims,
    aud: [AUDIENCE],
    nbf: 0,
    typ: "Bearer",
    azp: clientId,
    clientId,
    resource_access: { [AUDIENCE]: { roles: [ROLE] } },
  };
}

/**
 * Makes the check that SignDoc does on tokens of the realm.
 *
 * @param {{ issuer: string, jwks: { keys: object[] } }} realm its issuer and public keys
 * @returns {(token: string) => Promise<{ clientId: string, roles: string[], expiresAt: number }>} rejects with an
 *   error of jose, `expiresAt` in milliseconds since the epoch
 */
export function createAccessTokenVerifier({ issuer, jwks }) {
  const keys = createLocalJWKSet(jwks);
  return async (token) => {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: AUDIENCE,
      algorithms: [SIGNING_ALG],
      requiredClaims: ["azp", "exp", "resource_access"],
    });
    return { clientId: payload.azp, roles: payload.resource_access[AUDIENCE].roles, expiresAt: payload.exp * 1000 };
  };
}

/** @param {{ roles: string[] }} token of `createAccessTokenVerifier` */
export const mayUseSigndoc = ({ roles }) => roles.includes(ROLE);

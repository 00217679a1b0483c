import { createTokenVerifier, describeResourceServer } from "../oidc/resource-server.js";

/** Scope that asks for a token of SignDoc: the resource server and the role there. */
export const SIGNDOC_SCOPE = "signdoc/read_write";

/** What oidc-provider calls SignDoc: it takes addresses only. */
export const SIGNDOC_RESOURCE = "urn:bankid:signdoc";

const AUDIENCE = "signdoc";
const ROLE = "read_write";

/** What the realm signs with, ID tokens too. */
export const SIGNING_ALG = "ES256";

/**
 * Describes SignDoc as a resource server to oidc-provider.
 *
 * @param {number} lifetime seconds
 * @returns {object}
 */
export function signdocResourceServer(lifetime) {
  return describeResourceServer({ audience: AUDIENCE, scope: SIGNDOC_SCOPE, lifetime, alg: SIGNING_ALG });
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
export function createAccessTokenVerifier(realm) {
  const verify = createTokenVerifier(realm, {
    algorithms: [SIGNING_ALG],
    audience: AUDIENCE,
    requiredClaims: ["azp", "exp", "resource_access"],
  });
  return async (token) => {
    const { azp, exp, resource_access: resources } = await verify(token);
    return { clientId: azp, roles: resources[AUDIENCE].roles, expiresAt: exp * 1000 };
  };
}

/** @param {{ roles: string[] }} token of `createAccessTokenVerifier` */
export const mayUseSigndoc = ({ roles }) => roles.includes(ROLE);

import { createTokenVerifier, describeResourceServer } from "../oidc/resource-server.js";

/** Scope that asks for a token of the Permission Center. */
export const PERMISSION_SCOPE = "permission_management";

/** Audience of these tokens; userinfo refuses a token with an audience. */
export const PERMISSION_RESOURCE = "urn:netid:permission-center";

const SIGNING_ALG = "RS256";

/**
 * Describes the Permission Center as a resource server to oidc-provider.
 *
 * @param {number} lifetime seconds
 * @returns {object}
 */
export function permissionResourceServer(lifetime) {
  return describeResourceServer({ audience: PERMISSION_RESOURCE, scope: PERMISSION_SCOPE, lifetime, alg: SIGNING_ALG });
}

/**
 * Makes the token that flow "openid permission_management" carries inside the ID token.
 *
 * @param {object} ctx request context of oidc-provider, at the token endpoint
 * @param {string} accountId
 * @param {number} lifetime seconds
 * @returns {Promise<{ access_token: string, token_type: "bearer", expires_in: number }>}
 */
export async function mintPermissionToken(ctx, accountId, lifetime) {
  const { client, grant, provider } = ctx.oidc;
  const token = new provider.AccessToken({ accountId, client, grantId: grant.jti, scope: PERMISSION_SCOPE });
  token.resourceServer = new provider.ResourceServer(PERMISSION_RESOURCE, permissionResourceServer(lifetime));
  return { access_token: await token.save(), token_type: "bearer", expires_in: lifetime };
}

/**
 * Makes the check that a Permission Center does on the tokens of one broker.
 *
 * @param {{ issuer: string, jwks: { keys: object[] } }} broker its issuer and public keys
 * @returns {(token: string) => Promise<{ subject: string, clientId: string, scope: string[], expiresAt: number }>}
 *   rejects with an error of jose, `expiresAt` in milliseconds since the epoch
 */
export function createPermissionTokenVerifier(broker) {
  const verify = createTokenVerifier(broker, {
    algorithms: [SIGNING_ALG],
    audience: PERMISSION_RESOURCE,
    typ: "at+jwt",
    requiredClaims: ["sub", "client_id", "scope", "exp"],
  });
  return async (token) => {
    const { sub, client_id: clientId, scope, exp } = await verify(token);
    return { subject: sub, clientId, scope: scope.split(" "), expiresAt: exp * 1000 };
  };
}

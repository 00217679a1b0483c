import { createHmac } from "node:crypto";
import { commonConfiguration, commonFeatures } from "../oidc/configuration.js";
import { CLAIM_LABELS, SCOPE_CLAIMS } from "./claims.js";
import { clientMetadata } from "./clients.js";
import { sendError } from "./pages/error.js";
import { PERMISSION_RESOURCE, PERMISSION_SCOPE, mintPermissionToken, permissionResourceServer } from "./permission-token.js";
import { PLAIN_MAX_AGE } from "./plain-oauth.js";
import { createPolicy } from "./policy.js";
import { findUser } from "./users.js";

/** Paths of the broker's endpoints; a client has to read `jwks` from discovery, so it is no obvious one. */
export const PATHS = {
  authorization: "/authorize",
  token: "/token",
  userinfo: "/userinfo",
  jwks: "/.well-known/netid-jwks.json",
  end_session: "/signout",
};

// A constant, so that an account keeps its `sub` when the sandbox starts again.
const PAIRWISE_KEY = "consentkey sandbox";

/**
 * @param {string} accountId
 * @param {string} clientId
 * @returns {string} the account's `sub` for this client alone
 */
export function pairwiseSubject(accountId, clientId) {
  return createHmac("sha256", PAIRWISE_KEY).update(`${clientId}\0${accountId}`).digest("base64url");
}

/**
 * Configures oidc-provider as the netID Broker.
 *
 * @param {{ issuer: string, redirectUris: string[], allowedOrigins: Set<string>, lifetimes: object, jwks: object,
 *   approvals: import("./approvals.js").Approvals }} options
 * @returns {object}
 */
export function createConfiguration({ issuer, redirectUris, allowedOrigins, lifetimes, jwks, approvals }) {
  return {
    ...commonConfiguration({ name: "netid", port: new URL(issuer).port, allowedOrigins }),
    jwks,
    clients: clientMetadata(redirectUris),
    scopes: ["openid", PERMISSION_SCOPE, ...Object.keys(SCOPE_CLAIMS)],
    claims: supportedClaims(),
    subjectTypes: ["pairwise"],
    pairwiseIdentifier: (ctx, accountId, client) => pairwiseSubject(accountId, client.clientId),
    // Nothing to fetch: the sector identifier URIs are names and no addresses.
    sectorIdentifierUriValidate: () => false,
    findAccount: (ctx, id) => findAccount(ctx, id, lifetimes),
    loadExistingGrant: (ctx) => approvals.loadGrant(ctx),
    // netID promises the lifetime of a token, whatever becomes of the session.
    expiresWithSession: () => false,
    extraParams: [PLAIN_MAX_AGE],
    interactions: { policy: createPolicy(redirectUris), url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out, error) => sendError(ctx, out, error, { redirectUris }),
    routes: PATHS,
    ttl: timesToLive(lifetimes),
    features: features(lifetimes),
    discovery: { prompt_values_supported: ["login", "consent"] },
  };
}

function supportedClaims() {
  const singly = Object.keys(CLAIM_LABELS).map((claim) => [claim, null]);
  return { ...Object.fromEntries(singly), openid: ["sub", "auth_time", PERMISSION_SCOPE], ...SCOPE_CLAIMS };
}

function findAccount(ctx, id, lifetimes) {
  const user = findUser(id);
  return user && { accountId: id, claims: (use, scope) => accountClaims(ctx, user, use, scope, lifetimes) };
}

async function accountClaims(ctx, user, use, scope, lifetimes) {
  if (use !== "id_token" || !scope.split(" ").includes(PERMISSION_SCOPE)) {
    return user.claims;
  }
  return { ...user.claims, [PERMISSION_SCOPE]: await mintPermissionToken(ctx, user.id, lifetimes.permissionToken) };
}

function timesToLive(lifetimes) {
  return {
    AccessToken: (ctx, token) => token.resourceServer?.accessTokenTTL ?? lifetimes.accessToken,
    AuthorizationCode: lifetimes.code,
    IdToken: lifetimes.idToken,
    Grant: lifetimes.session,
    Interaction: lifetimes.interaction,
    Session: lifetimes.session,
  };
}

function features({ permissionToken }) {
  const server = permissionResourceServer(permissionToken);
  return {
    ...commonFeatures({ resource: PERMISSION_RESOURCE, server, defaultResource }),
    claimsParameter: { enabled: true },
    rpInitiatedLogout: { enabled: false },
  };
}

// With openid the access token is for userinfo, and the Permission Center's comes inside the ID token.
function defaultResource({ oidc }) {
  const scopes = oidc.requestParamScopes;
  return scopes.has(PERMISSION_SCOPE) && !scopes.has("openid") ? PERMISSION_RESOURCE : undefined;
}

import { commonConfiguration, commonFeatures } from "../oidc/configuration.js";
import { errors } from "../oidc/library.js";
import { clientMetadata } from "./clients.js";
import { sendEndSession, sendSessionEnded } from "./pages/end-session.js";
import { sendBankidError } from "./pages/error.js";
import { createPolicy } from "./policy.js";
import { SIGNDOC_RESOURCE, SIGNDOC_SCOPE, giveKeycloakClaims, signdocResourceServer } from "./signdoc-token.js";
import { findUser } from "./users.js";

/** Where the realm is, as in Keycloak. */
export const REALM_PATH = "/auth/realms/current";

/** Paths of the realm's endpoints, below it. BankID's userinfo has a host of its own. */
export const PATHS = {
  authorization: "/precheck/auth",
  token: "/protocol/openid-connect/token",
  jwks: "/protocol/openid-connect/certs",
  userinfo: "/protocol/openid-connect/userinfo",
  end_session: "/protocol/openid-connect/logout",
};

/** How a user is identified here: with BankID, at the highest level of assurance. */
export const ASSURANCE = { acr: "urn:bankid:bid;LOA=4", amr: ["BID"] };

const CLAIMS = {
  // Without `auth_time`, which BankID no longer promises.
  openid: ["sub", "typ", "azp", "acr", "amr", "sid", "at_hash", "bankid_altsub", "name"],
  profile: ["given_name", "family_name", "birthdate"],
  email: ["email"],
  phone: ["phone_number"],
  address: ["address"],
  nnin: ["nnin"],
  sign: [],
};

/**
 * Configures oidc-provider as BankID's realm.
 *
 * @param {{ redirectUris: string[], allowedOrigins: Set<string>, lifetimes: object, jwks: object, port: string,
 *   orders: import("../signdoc/orders.js").Orders }} options
 * @returns {object}
 */
export function createConfiguration({ redirectUris, allowedOrigins, lifetimes, jwks, port, orders }) {
  return {
    ...commonConfiguration({ name: "bankid", port, allowedOrigins }),
    jwks,
    clients: clientMetadata(redirectUris),
    scopes: [...Object.keys(CLAIMS), SIGNDOC_SCOPE],
    claims: CLAIMS,
    acrValues: [ASSURANCE.acr],
    // BankID's ID tokens tell who it is without a second request.
    conformIdTokenClaims: false,
    subjectTypes: ["public"],
    pkce: { required: () => true },
    findAccount,
    loadExistingGrant: grantWhatIsAskedFor,
    issueRefreshToken: (ctx, client, code) => client.grantTypeAllowed("refresh_token") && code.scopes.has("openid"),
    rotateRefreshToken: true,
    // As in Keycloak, tokens end with the session that they come from.
    expiresWithSession: () => true,
    extraParams: ["sign_id"],
    interactions: {
      policy: createPolicy(redirectUris, orders),
      url: (ctx, interaction) => `${REALM_PATH}/interaction/${interaction.uid}`,
    },
    renderError: (ctx, out, error) => sendBankidError(ctx, out, error),
    routes: PATHS,
    formats: { customizers: { jwt: giveKeycloakClaims } },
    ttl: timesToLive(lifetimes),
    features: features(lifetimes),
  };
}

function findAccount(ctx, id) {
  const user = findUser(id);
  // oidc-provider hashes at_hash itself; an opaque access token is its own identifier.
  const claims = (use) => ({
    ...user.claims,
    sub: id,
    ...(use === "id_token" && { typ: "ID", azp: ctx.oidc.client.clientId, at_hash: ctx.oidc.entities.AccessToken.jti }),
  });
  return user && { accountId: id, claims };
}

/**
 * Nobody is asked twice: who identifies himself with BankID agrees to it there. A session has one grant for each
 * client, so that all tokens end with it.
 */
async function grantWhatIsAskedFor({ oidc: { account, client, provider, requestParamScopes, session } }) {
  const known = session.grantIdFor(client.clientId);
  const grant = (known && (await provider.Grant.find(known)))
    ?? new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...requestParamScopes].join(" "));
  await grant.save();
  return grant;
}

function timesToLive(lifetimes) {
  return {
    AccessToken: lifetimes.bankidAccessToken,
    ClientCredentials: (ctx, token) => token.resourceServer?.accessTokenTTL ?? lifetimes.bankidAccessToken,
    AuthorizationCode: lifetimes.bankidCode,
    IdToken: lifetimes.bankidAccessToken,
    RefreshToken: lifetimes.refreshToken,
    Grant: lifetimes.session,
    Interaction: lifetimes.interaction,
    Session: lifetimes.session,
  };
}

function features({ bankidAccessToken }) {
  const server = signdocResourceServer(bankidAccessToken);
  return {
    ...commonFeatures({ resource: SIGNDOC_RESOURCE, server, defaultResource }),
    clientCredentials: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: sendEndSession, postLogoutSuccessSource: sendSessionEnded },
  };
}

// A client's own token is for the resource server that its scope names.
function defaultResource({ oidc: { params } }) {
  if (params.grant_type !== "client_credentials") return undefined;
  if (params.scope !== SIGNDOC_SCOPE) throw new errors.InvalidScope("requested scope is not allowed", params.scope);
  return SIGNDOC_RESOURCE;
}

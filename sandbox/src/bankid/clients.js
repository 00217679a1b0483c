import { byClientId, commonMetadata } from "../oidc/clients.js";
import { SIGNDOC_SCOPE, SIGNING_ALG } from "./signdoc-token.js";

const NAME = "Demo Service";
// Characters that form encoding (RFC 6749 section 2.3.1) makes a difference to. Letters beyond ASCII are no part of
// a secret (appendix A.2), and oidc-provider refuses them.
const SECRET = "sandbox secret: 100% & +/";
const SIGN_IN_SCOPES = ["openid", "profile", "email", "phone", "address", "nnin", "sign"];

const REGISTRATIONS = [
  {
    clientId: "demo-bank",
    tokenEndpointAuthMethod: "client_secret_basic",
    clientSecret: SECRET,
    usesSigndoc: true,
    note: "servers that have documents signed",
  },
  {
    clientId: "demo-bank-post",
    tokenEndpointAuthMethod: "client_secret_post",
    clientSecret: SECRET,
    usesSigndoc: true,
    note: "the same, with the secret in the body",
  },
  {
    clientId: "demo-bank-page",
    tokenEndpointAuthMethod: "none",
    usesSigndoc: false,
    note: "pages and apps, without a secret",
  },
  {
    clientId: "demo-bank-no-signdoc",
    tokenEndpointAuthMethod: "client_secret_basic",
    clientSecret: SECRET,
    usesSigndoc: false,
    note: "servers without SignDoc's role",
  },
];

/**
 * The registered clients by client id, as a developer needs to know them. `usesSigndoc`: whether the client has
 * the role for orders.
 *
 * @type {Readonly<Record<string, { clientId: string, name: string, idTokenAlg: string, tokenEndpointAuthMethod: string,
 *   clientSecret?: string, usesSigndoc: boolean, note: string }>>}
 */
export const clients = byClientId(REGISTRATIONS, { name: NAME, idTokenAlg: SIGNING_ALG });

/**
 * Writes the clients as OpenID Connect client metadata.
 *
 * @param {string[]} redirectUris exact redirect URIs, the same for every client, also after signing out
 * @returns {object[]}
 */
export function clientMetadata(redirectUris) {
  return Object.values(clients).map((client) => ({
    ...commonMetadata(client, redirectUris),
    id_token_signed_response_alg: client.idTokenAlg,
    post_logout_redirect_uris: redirectUris,
    grant_types: ["authorization_code", "refresh_token", ...(client.clientSecret ? ["client_credentials"] : [])],
    scope: [...SIGN_IN_SCOPES, ...(client.usesSigndoc ? [SIGNDOC_SCOPE] : [])].join(" "),
  }));
}

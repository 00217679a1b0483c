import { byClientId, commonMetadata } from "../oidc/clients.js";

const NAME = "Demo Publisher";
const SECRET = "sandbox-secret-of-demo-website";

const REGISTRATIONS = [
  { clientId: "demo-rs256", idTokenAlg: "RS256", tokenEndpointAuthMethod: "none" },
  { clientId: "demo-es256", idTokenAlg: "ES256", tokenEndpointAuthMethod: "none" },
  { clientId: "demo-ps256", idTokenAlg: "PS256", tokenEndpointAuthMethod: "none" },
  { clientId: "demo-eddsa", idTokenAlg: "EdDSA", tokenEndpointAuthMethod: "none" },
  { clientId: "demo-unsigned", idTokenAlg: "none", tokenEndpointAuthMethod: "none" },
  { clientId: "demo-website", idTokenAlg: "RS256", tokenEndpointAuthMethod: "client_secret_basic", clientSecret: SECRET },
  { clientId: "demo-website-post", idTokenAlg: "RS256", tokenEndpointAuthMethod: "client_secret_post", clientSecret: SECRET },
];

/**
 * The registered clients by client id, as a developer needs to know them.
 *
 * @type {Readonly<Record<string, { clientId: string, name: string, idTokenAlg: string,
 *   tokenEndpointAuthMethod: string, clientSecret?: string }>>}
 */
export const clients = byClientId(REGISTRATIONS, { name: NAME });

/**
 * Writes the clients as OpenID Connect client metadata.
 *
 * @param {string[]} redirectUris exact redirect URIs, the same for every client
 * @returns {object[]}
 */
export function clientMetadata(redirectUris) {
  return Object.values(clients).map((client) => ({
    ...commonMetadata(client, redirectUris),
    // The library can't sign with "none": unsigned-id-token.js takes the signature off again.
    id_token_signed_response_alg: client.idTokenAlg === "none" ? "RS256" : client.idTokenAlg,
    // Redirect URIs on several hosts need a common sector; being a client of its own is what counts here.
    sector_identifier_uri: `https://${client.clientId}.sandbox.invalid/`,
  }));
}

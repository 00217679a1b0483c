// A client has to have a redirect URI; this one is for a sandbox started without any and leads nowhere.
const NO_REDIRECT_URI = "https://no-redirect-uri-registered.invalid/";

/**
 * @template T, U
 * @param {Array<T & { clientId: string }>} registrations
 * @param {U} common to all
 * @returns {Record<string, T & U>} by client id
 */
export function byClientId(registrations, common) {
  return Object.fromEntries(registrations.map((registration) => [registration.clientId, { ...common, ...registration }]));
}

/**
 * Writes a client as OpenID Connect client metadata.
 *
 * @param {{ clientId: string, name: string, clientSecret?: string, tokenEndpointAuthMethod: string }} client
 * @param {string[]} redirectUris exact redirect URIs, the same for every client
 * @returns {object}
 */
export function commonMetadata({ clientId, name, clientSecret, tokenEndpointAuthMethod }, redirectUris) {
  const isWeb = redirectUris.every((uri) => /^https?:/i.test(uri));
  return {
    client_id: clientId,
    client_name: name,
    client_secret: clientSecret,
    application_type: isWeb ? "web" : "native",
    redirect_uris: redirectUris.length ? redirectUris : [NO_REDIRECT_URI],
    token_endpoint_auth_method: tokenEndpointAuthMethod,
  };
}

// What every page is set up with. `ISSUER` is replaced by the bundler.
/* global ISSUER */

/** The client that the provider knows, and the page that it may send responses to. */
export const settings = {
  clientId: "publisher",
  redirectUri: `${location.origin}${location.pathname}`,
  scope: "openid",
};

/** The provider's metadata, by the names of its discovery document. */
export const metadata = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}authorize`,
  token_endpoint: `${ISSUER}oauth/token`,
  jwks_uri: `${ISSUER}jwks`,
  userinfo_endpoint: `${ISSUER}userinfo`,
  authorization_response_iss_parameter_supported: true,
};

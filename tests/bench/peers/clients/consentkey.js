import { createClient } from "consentkey";
import { metadata, settings } from "../pages/settings.js";

export const open = () =>
  createClient({
    ...settings,
    issuer: metadata.issuer,
    endpoints: {
      authorization: metadata.authorization_endpoint,
      token: metadata.token_endpoint,
      jwks: metadata.jwks_uri,
    },
  });

export const login = (client) => client.redirect();

export const authorize = (client) => client.authorize().url;

export async function finish(client) {
  const { claims } = await client.handleRedirect();
  return claims.sub;
}

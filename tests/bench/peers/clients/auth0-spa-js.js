import { Auth0Client } from "@auth0/auth0-spa-js";
import { metadata, settings } from "../pages/settings.js";

// It asks for no metadata: the paths are Auth0's, below a domain that may have a scheme.
export const open = () =>
  new Auth0Client({
    domain: metadata.issuer.replace(/\/$/, ""),
    clientId: settings.clientId,
    authorizationParams: { redirect_uri: settings.redirectUri, scope: settings.scope },
  });

export const login = (client) => client.loginWithRedirect();

export async function authorize(client) {
  let opened;
  await client.loginWithRedirect({ openUrl: (url) => void (opened = url) });
  return opened;
}

export async function finish(client) {
  await client.handleRedirectCallback();
  const { sub } = await client.getUser();
  return sub;
}

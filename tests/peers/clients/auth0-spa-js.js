import { Auth0Client } from "@auth0/auth0-spa-js";

// Its domain may have a scheme, and gets a slash of its own as issuer.
const open = ({ issuer, clientId, redirectUri, scope, maxAge }) =>
  new Auth0Client({
    domain: issuer.replace(/\/$/, ""),
    clientId,
    authorizationParams: { redirect_uri: redirectUri, scope, ...(maxAge && { max_age: maxAge }) },
  });

export async function prepare(options) {
  const client = open(options);
  return async () => {
    let opened;
    await client.loginWithRedirect({ openUrl: (url) => void (opened = url) });
    return opened;
  };
}

export async function finish(options, url) {
  const client = open(options);
  await client.handleRedirectCallback(url);
  return client.getIdTokenClaims();
}

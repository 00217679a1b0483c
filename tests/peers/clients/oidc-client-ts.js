import { UserManager } from "oidc-client-ts";

function open({ issuer, clientId, redirectUri, scope, maxAge, userinfo }, redirectNavigator) {
  const settings = { authority: issuer, client_id: clientId, redirect_uri: redirectUri, scope, max_age: maxAge };
  // The library has no call for it: it asks at the end of a sign-in, or not.
  return new UserManager({ ...settings, loadUserInfo: userinfo }, redirectNavigator);
}

export async function prepare(options) {
  return async () => {
    let opened;
    const navigate = async ({ url }) => ({ url: (opened = url) });
    const window = { navigate, close() {} };
    await open(options, { prepare: async () => window, callback: async () => {} }).signinRedirect();
    return opened;
  };
}

export const finish = (options, url) => open(options).signinCallback(url);

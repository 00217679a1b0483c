import Keycloak from "keycloak-js";

const open = ({ issuer, clientId }) => new Keycloak({ oidcProvider: issuer, clientId });

// The frame that watches the session is Keycloak's own, so other providers have none.
const init = (keycloak) => keycloak.init({ checkLoginIframe: false });

export async function prepare(options) {
  const { redirectUri, scope, maxAge } = options;
  const keycloak = open(options);
  await init(keycloak);
  return () => keycloak.createLoginUrl({ redirectUri, scope, maxAge });
}

export async function finish(options, url) {
  // It looks for the response in the address of the page, and nowhere else.
  history.replaceState(null, "", url);
  const keycloak = open(options);
  try {
    return (await init(keycloak)) ? keycloak : null;
  } finally {
    history.replaceState(null, "", options.redirectUri);
  }
}

export const userinfo = (_, keycloak) => keycloak.loadUserInfo();

import Keycloak from "keycloak-js";
import { metadata, settings } from "../pages/settings.js";

const { redirectUri, scope } = settings;

/** Finishes a login too, where the page was opened with a response. */
export async function open() {
  const keycloak = new Keycloak({ oidcProvider: metadata, clientId: settings.clientId });
  // The frame that watches the session is Keycloak's own, so other providers have none.
  await keycloak.init({ checkLoginIframe: false });
  return keycloak;
}

export const login = (keycloak) => keycloak.login({ redirectUri, scope });

export const authorize = (keycloak) => keycloak.createLoginUrl({ redirectUri, scope });

export const finish = async (keycloak) => keycloak.subject;

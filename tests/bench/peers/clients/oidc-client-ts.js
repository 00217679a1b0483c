import { OidcClient, UserManager, WebStorageStateStore } from "oidc-client-ts";
import { metadata, settings } from "../pages/settings.js";

const configured = () => ({
  authority: metadata.issuer,
  metadata,
  client_id: settings.clientId,
  redirect_uri: settings.redirectUri,
  scope: settings.scope,
  stateStore: new WebStorageStateStore({ store: sessionStorage }),
});

export const open = () => new UserManager(configured());

export const login = (manager) => manager.signinRedirect();

let client;

/** What a `UserManager` has its requests from. */
export async function authorize() {
  client ??= new OidcClient(configured());
  const { url } = await client.createSigninRequest({});
  return url;
}

export async function finish(manager) {
  const { profile } = await manager.signinCallback();
  return profile.sub;
}

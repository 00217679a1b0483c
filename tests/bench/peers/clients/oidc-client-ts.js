import { UserManager, WebStorageStateStore } from "oidc-client-ts";
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

/** Where a `UserManager` would send the page. */
export async function authorize() {
  let opened;
  const navigate = async ({ url }) => ({ url: (opened = url) });
  const navigator = { prepare: async () => ({ navigate, close() {} }), callback: async () => {} };
  await new UserManager(configured(), navigator).signinRedirect();
  return opened;
}

export async function finish(manager) {
  const { profile } = await manager.signinCallback();
  return profile.sub;
}

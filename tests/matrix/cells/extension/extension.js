// An extension has no page that the provider could come back to: the browser catches the response.
import init, { createNetidClient } from "consentkey";

const redirectUri = chrome.identity.getRedirectURL();

const failed = (error) => (document.title = `failed: ${error.code} ${error.message}`);

async function start() {
  await init({ fallback: () => import("consentkey/nowasm") });
  const settings = await (await fetch("settings.json")).json();
  const netid = await createNetidClient({ ...settings, redirectUri, storage: "memory" });
  document.querySelector("button").onclick = () => signIn(netid).catch(failed);
  document.title = "ready";
}

async function signIn(netid) {
  const url = await chrome.identity.launchWebAuthFlow({ url: netid.authorize().url, interactive: true });
  const grant = await netid.handleRedirect(url);
  document.title = `token ${grant.permissionToken.value}`;
}

start().catch(failed);

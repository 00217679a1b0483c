// What every page of the matrix does: signs in on a click, and shows the token that it came back with.
import { createNetidClient } from "consentkey";
import { connectTcf } from "consentkey/tcf";

async function start() {
  const settings = await (await fetch("/settings.json")).json();
  const netid = await createNetidClient(settings);
  const grant = await netid.handleRedirect();
  if (grant) connectTcf(netid.permissions, { tcfapi: () => {}, cache: false }).disconnect();
  const button = document.body.appendChild(document.createElement("button"));
  button.textContent = "netID";
  button.onclick = () => netid.redirect();
  document.title = grant ? `token ${grant.permissionToken.value}` : "ready";
}

start().catch((error) => (document.title = `failed: ${error.code} ${error.message}`));

import { NetidBackend, permissionsOf, servicesOf } from "./netid-backend.js";
import { BankidBackend } from "./bankid-backend.js";
import { init } from "../shared/core.js";
import { PermissionExport } from "./permission-export.js";
import { optionsOf } from "../shared/options.js";
import { settingsForm } from "../shared/settings-form.js";
import { Relay, relaySettings } from "./relay.js";
import { fetchHandler } from "./relay-handler.js";
import { Vault } from "./relay-vault.js";
import { ACCESS_TOKEN, BANKID_BACKEND, EXPORT, NETID_BACKEND, PERMISSIONS, RELAY } from "./server-options.js";

export { createAccessTokenVerifier, decodeAccessToken, hasResourceRole, verifyAccessToken } from "./access-token.js";
export { initSync } from "../shared/core.js";
export { ConsentKeyError } from "../shared/error.js";
export { toNodeHandler } from "./relay-node.js";
export { inspectTcString } from "../shared/tc-facts.js";
export default init;

export async function createNetidBackend(options) {
  const settings = optionsOf(options, NETID_BACKEND);
  await init();
  return new NetidBackend(settings);
}

export async function createBankidBackend(options) {
  const settings = optionsOf(options, BANKID_BACKEND);
  await init();
  return new BankidBackend(settings);
}

export async function createPermissionExport(options) {
  const settings = optionsOf(options, EXPORT);
  await init();
  return new PermissionExport(settings);
}

export async function createPermissions(options) {
  const settings = optionsOf(options, PERMISSIONS);
  const token = ACCESS_TOKEN(settings.token);
  await init();
  return permissionsOf(token, servicesOf(settingsForm("netid", { __proto__: null, ...settings, token: undefined })));
}

export async function createRelay(options) {
  const settings = relaySettings(optionsOf(options, RELAY));
  await init();
  return fetchHandler(new Relay(settings, await Vault.of(settings.secret)));
}

import { NetidBackend, permissionsOf } from "./backend.js";
import { BankidBackend } from "./bankid.js";
import { init, setDefaultSource } from "./core.js";
import { PermissionExport } from "./export.js";
import { optionsOf } from "./options.js";
import { ACCESS_TOKEN, BANKID_BACKEND, EXPORT, NETID_BACKEND, PERMISSIONS } from "./server-options.js";

export { createAccessTokenVerifier, decodeAccessToken, hasResourceRole, verifyAccessToken } from "./access-token.js";
export { initSync } from "./core.js";
export { ConsentKeyError } from "./error.js";
export default init;

// Node, Deno and Bun read it from disk, where their fetch may not. Where there is no disk, init(module) says it.
setDefaultSource(async () => {
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL("consentkey-server.wasm", import.meta.url));
});

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
  return permissionsOf(token, settings);
}

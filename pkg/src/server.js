import { NetidBackend } from "./backend.js";
import { BankidBackend } from "./bankid.js";
import { init } from "./core.js";
import { PermissionExport } from "./export.js";

export { decodeAccessToken, hasResourceRole, verifyAccessToken } from "./access-token.js";
export { initSync } from "./core.js";
export { ConsentKeyError } from "./error.js";
export default init;

export async function createNetidBackend(options) {
  await init();
  return new NetidBackend(options);
}

export async function createBankidBackend(options) {
  await init();
  return new BankidBackend(options);
}

export async function createPermissionExport(options) {
  await init();
  return new PermissionExport(options);
}

import { NetidBackend } from "./backend.js";
import { BankidBackend } from "./bankid.js";
import { init, setDefaultSource } from "./core.js";
import { PermissionExport } from "./export.js";

export { decodeAccessToken, hasResourceRole, verifyAccessToken } from "./access-token.js";
export { initSync } from "./core.js";
export { ConsentKeyError } from "./error.js";
export { inspectTcString } from "./tc-facts.js";
export default init;

// Node, Deno and Bun read it from disk, where their fetch may not. Where there is no disk, init(module) says it.
setDefaultSource(async () => {
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL("consentkey-server.wasm", import.meta.url));
});

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

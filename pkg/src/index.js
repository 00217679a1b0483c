import { Client } from "./client.js";
import { core, init } from "./core.js";
import { send } from "./send.js";
import { storageOf } from "./storage.js";

export { initSync } from "./core.js";
export { ConsentKeyError } from "./error.js";
export default init;

export function createPkce() {
  return core().createPkce();
}

export async function createNetidClient(options) {
  await init();
  return new Client(true, options);
}

export async function createClient(options) {
  await init();
  return new Client(false, options, await discover(options, storageOf(options)));
}

/** What the provider says about itself, where the options leave something open. */
async function discover(options, storage) {
  const request = core().discoveryRequest(options, storage);
  if (!request) return undefined;
  const { status, body } = await send(request, { unreachable: "discovery_failed" });
  return core().readDiscovery(options, status, body);
}

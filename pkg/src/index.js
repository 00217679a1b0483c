import { Client } from "./client.js";
import { core, init } from "./core.js";
import { discover } from "./metadata.js";
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
  const { AuthorizationResponses } = core();
  const responses = new AuthorizationResponses(false, options, storageOf(options));
  return new Client(false, options, responses.lacksAddresses() ? await discover(responses) : undefined);
}

import { Client, NetidClient } from "./client.js";
import { core, init } from "./core.js";
import { discover, discoverOrFallBack } from "./metadata.js";
import { storageOf } from "./storage.js";

export { initSync } from "./core.js";
export { ConsentKeyError } from "./error.js";
export default init;

export function createPkce() {
  return core().createPkce();
}

export async function createNetidClient(options) {
  await init();
  return new NetidClient(options);
}

export async function createBankidClient(options) {
  return discovered("bankid", options, discoverOrFallBack);
}

export async function createClient(options) {
  return discovered("plain", options, discover);
}

async function discovered(provider, options, discovery) {
  await init();
  const { AuthorizationResponses } = core();
  const responses = new AuthorizationResponses(provider, options, storageOf(options));
  return new Client(provider, options, responses.lacksAddresses() ? await discovery(responses) : undefined);
}

import { BANKID, NETID, PLAIN } from "./client-options.js";
import { Client, NetidClient } from "./client.js";
import { core, init } from "./core.js";
import { discover, discoverOrFallBack } from "./metadata.js";
import { optionsOf } from "./options.js";
import { SESSION } from "./storage.js";

export { initSync } from "./core.js";
export { ConsentKeyError } from "./error.js";
export default init;

export function createPkce() {
  return core().createPkce();
}

export async function createNetidClient(options) {
  const settings = optionsOf(options, NETID);
  await init();
  return new NetidClient(settings);
}

export async function createBankidClient(options) {
  return discovered("bankid", optionsOf(options, BANKID), discoverOrFallBack);
}

export async function createClient(options) {
  return discovered("plain", optionsOf(options, PLAIN), discover);
}

async function discovered(provider, options, discovery) {
  await init();
  const { AuthorizationResponses } = core();
  const responses = new AuthorizationResponses(provider, options, options.storage ?? SESSION);
  return new Client(provider, options, responses.lacksAddresses() ? await discovery(responses) : undefined);
}

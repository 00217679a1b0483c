import { BANKID, NETID, PLAIN } from "../shared/client-options.js";
import { Client, NetidClient } from "./client.js";
import { loadFinish, setFallback, setFinishSource } from "./load-finish.js";
import { optionsOf } from "../shared/options.js";
import { PKCE, ask, loadStart, loadStartSync } from "./start.js";

export { ConsentKeyError, isConsentKeyError } from "../shared/error.js";
export { isRedirectResponse } from "./redirect-response.js";

export default async function init(given) {
  const { source, fallback } = typeof given?.fallback === "function" ? given : { source: given };
  setFallback(fallback);
  if (source !== undefined) await loadFinish(source);
  await loadStart(fallback);
}

export function initSync(source) {
  setFinishSource(source);
  loadStartSync();
}

export function createPkce() {
  const [codeVerifier, codeChallenge] = ask(PKCE).split("\n");
  return { codeVerifier, codeChallenge, codeChallengeMethod: "S256" };
}

export async function createNetidClient(options) {
  const settings = optionsOf(options, NETID);
  await loadStart();
  return new NetidClient(settings);
}

export async function createBankidClient(options) {
  return discovered("bankid", optionsOf(options, BANKID));
}

export async function createClient(options) {
  return discovered("plain", optionsOf(options, PLAIN));
}

async function discovered(provider, options) {
  await loadStart();
  const client = new Client(provider, options);
  if (!Client.isUndiscovered(client)) return client;
  const found = await (await Client.secondOf(client)).discover();
  return new Client(provider, options, found);
}

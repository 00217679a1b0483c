import { assertClients } from "./assert-clients.js";
import { requireRegisteredMethod } from "./client-authentication.js";
import { restrictCors } from "./cors.js";
import { Provider } from "./library.js";
import { logEvents } from "./log.js";

/**
 * Makes an OpenID provider with the habits of both of the sandbox's.
 *
 * @param {string} issuer
 * @param {object} configuration of oidc-provider
 * @param {{ clients: Record<string, object>, allowedOrigins: Set<string>, log: (line: string) => void }} options
 * @returns {Promise<Provider>}
 * @throws {TypeError} rejects where a client can't be registered
 */
export async function createProvider(issuer, configuration, { clients, allowedOrigins, log }) {
  const provider = new Provider(issuer, configuration);
  await assertClients(provider, clients);
  logEvents(provider, log);
  requireRegisteredMethod(provider);
  provider.use(restrictCors(allowedOrigins));
  return provider;
}

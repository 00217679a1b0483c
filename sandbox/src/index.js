import { createBroker } from "./broker/index.js";
import { clients } from "./broker/clients.js";
import { users } from "./broker/users.js";
import { listen, redirectToOrigin } from "./http.js";

/**
 * Starts a local netID Broker for development and tests.
 *
 * @param {object} [options]
 * @param {string} [options.host] address to listen on, default "127.0.0.1"
 * @param {number} [options.port] default 4400; 0, or a port that is taken: any free one
 * @param {string[]} [options.redirectUris] exact redirect URIs, registered for every client
 * @param {string[]} [options.allowedOrigins] origins that get CORS answers, default those of `redirectUris`
 * @param {Partial<typeof import("./broker/index.js").LIFETIMES>} [options.lifetimes] in seconds, to see things expire sooner
 * @param {(line: string) => void} [options.log] told of each event in one line; nothing is printed otherwise
 * @returns {Promise<{ issuer: string, origin: string, endpoints: { issuer: string, authorization: string, token: string,
 *   userinfo: string, jwks: string }, clients: typeof clients, users: typeof users,
 *   verifyPermissionToken: (token: string) => Promise<object>, close: () => Promise<void> }>}
 * @throws {TypeError} where a redirect URI or an origin can't be registered
 */
export async function startSandbox({
  host = "127.0.0.1",
  port = 4400,
  redirectUris = [],
  allowedOrigins,
  lifetimes,
  log = () => {},
} = {}) {
  assertAddresses(redirectUris, allowedOrigins);
  let opened;
  const broker = new Promise((resolve) => {
    opened = resolve;
  });
  const server = await listen(async (request, response) => {
    if (!redirectToOrigin(request, response, server.origin)) {
      (await broker).handle(request, response);
    }
  }, { host, port });
  const { origin, close } = server;
  try {
    opened(await createBroker({
      origin,
      redirectUris,
      allowedOrigins: allowedOrigins ?? originsOf(redirectUris),
      lifetimes,
      log,
    }));
  } catch (error) {
    await close();
    throw error;
  }
  const { issuer, endpoints, verifyPermissionToken } = await broker;
  return { issuer, origin, endpoints, clients, users, verifyPermissionToken, close };
}

function assertAddresses(redirectUris, allowedOrigins = []) {
  const relative = redirectUris.find((uri) => !URL.canParse(uri));
  if (relative !== undefined) {
    throw new TypeError(`redirectUris: "${relative}" is not an absolute URI`);
  }
  const longer = allowedOrigins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (longer !== undefined) {
    throw new TypeError(`allowedOrigins: "${longer}" is not an origin; one looks like "http://127.0.0.1:5173"`);
  }
}

// A custom scheme has no origin and sends no CORS requests.
function originsOf(redirectUris) {
  return redirectUris.map((uri) => new URL(uri).origin).filter((origin) => origin !== "null");
}

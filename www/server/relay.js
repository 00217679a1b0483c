// The Courier's server: it holds the client secret, and keeps visitors' permission tokens from their pages.
import { createNetidBackend, createRelay, toNodeHandler } from "consentkey/server";

/** Where it is on the page's own origin. */
export const RELAY_PATH = "/consentkey";

/**
 * @param {{ clientId: string, clientSecret: string, redirectUri: string, endpoints: object, secret: string }} options
 *   `secret` seals the visitors' cookies
 * @returns {Promise<import("node:http").RequestListener>}
 */
export async function createCourierRelay({ secret, ...client }) {
  const backend = await createNetidBackend(client);
  return toNodeHandler(await createRelay({ backend, secret, basePath: RELAY_PATH }));
}

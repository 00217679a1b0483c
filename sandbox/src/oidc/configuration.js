import { randomBytes } from "node:crypto";
import { errors } from "./library.js";
import { MemoryAdapter } from "./memory-adapter.js";

/**
 * What oidc-provider is told by both providers of the sandbox.
 *
 * @param {{ name: string, port: string, allowedOrigins: Set<string> }} provider
 * @returns {object}
 */
export function commonConfiguration({ name, port, allowedOrigins }) {
  return {
    adapter: MemoryAdapter,
    clientBasedCORS: (ctx, origin) => allowedOrigins.has(origin),
    clientAuthMethods: ["none", "client_secret_basic", "client_secret_post"],
    responseTypes: ["code"],
    allowOmittingSingleRegisteredRedirectUri: false,
    // One process, one clock: a lifetime ends when it ends.
    clockTolerance: 0,
    cookies: cookies(name, port),
  };
}

// Cookies know no ports: without the port in the name, two sandboxes would sign each other's users out.
function cookies(provider, port) {
  const name = (kind) => `${provider}_${kind}_${port}`;
  return {
    keys: [randomBytes(32).toString("base64url")],
    names: { session: name("session"), interaction: name("interaction"), resume: name("resume") },
  };
}

/**
 * The features of both, with one resource server that has access tokens of its own.
 *
 * @param {object} options
 * @param {string} options.resource what oidc-provider calls the resource server
 * @param {object} options.server of `describeResourceServer`
 * @param {(ctx: object) => string | undefined} options.defaultResource what a request is for that does not say it
 * @returns {object}
 */
export function commonFeatures({ resource, server, defaultResource }) {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client, oneOf) => oneOf ?? defaultResource(ctx),
      getResourceServerInfo(ctx, asked) {
        if (asked !== resource) throw new errors.InvalidTarget();
        return server;
      },
    },
  };
}

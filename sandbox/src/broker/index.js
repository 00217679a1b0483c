import { createSigningKeys, publicKeys } from "../oidc/keys.js";
import { createProvider } from "../oidc/provider.js";
import { Approvals } from "./approvals.js";
import { clients } from "./clients.js";
import { PATHS, createConfiguration, pairwiseSubject } from "./configuration.js";
import { netidDiscovery } from "./discovery.js";
import { interactions } from "./interactions.js";
import { createPermissionTokenVerifier } from "./permission-token.js";
import { ignoreOpenidParameters } from "./plain-oauth.js";
import { sessionPages } from "./session-pages.js";
import { unsignedIdToken } from "./unsigned-id-token.js";
import { users } from "./users.js";

/** Lifetimes in seconds where `startSandbox` is not told otherwise. */
export const LIFETIMES = {
  code: 30,
  accessToken: 15 * 60,
  permissionToken: 500,
  idToken: 60 * 60,
  interaction: 60 * 60,
  session: 24 * 60 * 60,
};

/**
 * Makes a netID Broker.
 *
 * @param {{ origin: string, redirectUris: string[], allowedOrigins: string[], lifetimes?: Partial<typeof LIFETIMES>,
 *   log: (line: string) => void, deviceCookie: { set: (accountId: string) => string, clear: string }, neighbour: object }} options
 *   `deviceCookie`: headers by which the rest of netID knows the user of a browser; `neighbour`: markup for the start page
 * @returns {Promise<{ issuer: string, endpoints: Record<string, string>, handle: Function,
 *   verifyPermissionToken: (token: string) => Promise<object> }>} `handle` answers requests of Node's http server
 */
export async function createBroker({ origin, redirectUris, allowedOrigins, lifetimes, log, deviceCookie, neighbour }) {
  const issuer = `${origin}/`;
  const origins = new Set(allowedOrigins);
  const jwks = await createSigningKeys();
  const approvals = new Approvals();
  const endpoints = endpointsOf(issuer);
  const configuration = createConfiguration({
    issuer,
    redirectUris,
    allowedOrigins: origins,
    lifetimes: { ...LIFETIMES, ...lifetimes },
    jwks,
    approvals,
  });
  const provider = await createProvider(issuer, configuration, { clients, allowedOrigins: origins, log });
  provider.use(knowDevice(deviceCookie));
  provider.use(netidDiscovery);
  provider.use(unsignedIdToken);
  provider.use(sessionPages({ provider, approvals, endpoints, redirectUris, signOutCookie: deviceCookie.clear, neighbour }));
  provider.use(interactions({ provider, approvals, redirectUris }));
  provider.use(ignoreOpenidParameters(PATHS.authorization));
  return { issuer, endpoints, handle: provider.callback(), verifyPermissionToken: createVerifier(issuer, jwks) };
}

/** Koa middleware: whoever is signed in when the broker has answered is known to the rest of netID as well. */
function knowDevice({ set }) {
  return async (ctx, next) => {
    await next();
    const accountId = ctx.oidc?.session?.accountId;
    if (accountId && ctx.path.startsWith(PATHS.authorization)) ctx.append("Set-Cookie", set(accountId));
  };
}

function endpointsOf(issuer) {
  const url = (path) => new URL(path, issuer).href;
  return {
    issuer,
    authorization: url(PATHS.authorization),
    token: url(PATHS.token),
    userinfo: url(PATHS.userinfo),
    jwks: url(PATHS.jwks),
  };
}

function createVerifier(issuer, jwks) {
  const verify = createPermissionTokenVerifier({ issuer, jwks: publicKeys(jwks) });
  return async (token) => {
    const { subject, ...claims } = await verify(token);
    const user = users.find(({ id }) => pairwiseSubject(id, claims.clientId) === subject);
    return { ...claims, subject, accountId: user.id };
  };
}

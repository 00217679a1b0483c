import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { seeOther } from "../oidc/interactions.js";
import { createSigningKeys, publicKeys } from "../oidc/keys.js";
import { createProvider } from "../oidc/provider.js";
import { clients } from "./clients.js";
import { PATHS, REALM_PATH, createConfiguration } from "./configuration.js";
import { interactions } from "./interactions.js";
import { sendBankidNotFound } from "./pages/error.js";
import { bankidFacts, sendBankidHome } from "./pages/home.js";
import { SIGNING_ALG, createAccessTokenVerifier } from "./signdoc-token.js";

/** Lifetimes in seconds where `startSandbox` is not told otherwise. */
export const BANKID_LIFETIMES = {
  bankidAccessToken: 300,
  bankidCode: 60,
  refreshToken: 1800,
  interaction: 60 * 60,
  session: 24 * 60 * 60,
};

export { REALM_PATH };

/**
 * Makes a realm of BankID.
 *
 * @param {{ origin: string, redirectUris: string[], allowedOrigins: string[], signdoc: string, lifetimes?: object,
 *   orders: import("../signdoc/orders.js").Orders, log: (line: string) => void }} options `signdoc`: its base address
 * @returns {Promise<{ issuer: string, endpoints: Record<string, string>, facts: object, tokenRequests: object[],
 *   handle: (request: object, response: object) => Promise<void>, verifyAccessToken: (token: string) => Promise<object> }>}
 *   `facts`: markup for a start page
 */
export async function createRealm({ origin, redirectUris, allowedOrigins, signdoc, lifetimes, orders, log }) {
  const issuer = origin + REALM_PATH;
  const origins = new Set(allowedOrigins);
  const jwks = await createSigningKeys([SIGNING_ALG]);
  const endpoints = endpointsOf(issuer, signdoc);
  const tokenRequests = [];
  const configuration = createConfiguration({
    redirectUris,
    allowedOrigins: origins,
    lifetimes: { ...BANKID_LIFETIMES, ...lifetimes },
    jwks,
    port: new URL(origin).port,
    orders,
  });
  const provider = await createProvider(issuer, configuration, { clients, allowedOrigins: origins, log });
  nameSession(provider);
  keepSignInTimes(provider);
  provider.use(announce(signdoc));
  provider.use(endSessionAtOnce);
  provider.use(ownPages(endpoints));
  provider.use(interactions({ provider, orders, log }));
  const answer = provider.callback();
  return {
    issuer,
    endpoints,
    facts: bankidFacts(endpoints),
    tokenRequests,
    async handle(request, response) {
      // As frameworks mount applications below a path.
      request.originalUrl = request.url;
      request.url = request.url.slice(REALM_PATH.length);
      const isTokenRequest = request.method === "POST" && request.url === PATHS.token;
      return answer(isTokenRequest ? await recorded(request, tokenRequests) : request, response);
    },
    verifyAccessToken: createAccessTokenVerifier({ issuer, jwks: publicKeys(jwks) }),
  };
}

/** BankID's ID tokens no longer say when the user signed in, not even where `max_age` asks for it. */
function keepSignInTimes(provider) {
  provider.Session.prototype.authTime = () => undefined;
}

/** Keycloak names the session in every ID token; oidc-provider only for clients that it tells of sign-outs. */
function nameSession(provider) {
  provider.Client.prototype.includeSid = () => true;
}

function endpointsOf(issuer, signdoc) {
  return {
    issuer,
    authorization: issuer + PATHS.authorization,
    token: issuer + PATHS.token,
    userinfo: issuer + PATHS.userinfo,
    jwks: issuer + PATHS.jwks,
    endSession: issuer + PATHS.end_session,
    signdoc,
  };
}

/** Koa middleware: what BankID adds to discovery. */
function announce(signdoc) {
  return async (ctx, next) => {
    await next();
    if (ctx.oidc?.route !== "discovery") return;
    ctx.body = {
      ...ctx.body,
      "signdoc-baseurl": signdoc,
      "aml-baseurl": `${signdoc}/no-aml`,
      "fraud-data-baseurl": `${signdoc}/no-fraud-data`,
      release: "sandbox",
    };
  };
}

/** Koa middleware: as in Keycloak, nobody is asked who brings an ID token of the session's user. */
async function endSessionAtOnce(ctx, next) {
  await next();
  const { route, entities, session, params } = ctx.oidc ?? {};
  if (route !== "end_session" || !entities.IdTokenHint || ctx.status !== 200) return;
  if (session.accountId && session.accountId !== entities.IdTokenHint.payload.sub) return;
  await session.destroy();
  const { post_logout_redirect_uri: back, state } = params;
  const url = new URL(back ?? ctx.oidc.urlFor("end_session_success"));
  if (back && state !== undefined) url.searchParams.set("state", state);
  seeOther(ctx, url.href);
}

/** Koa middleware: the start page, and an answer for every address that is none. */
function ownPages(endpoints) {
  return async (ctx, next) => {
    if (ctx.method === "GET" && ctx.path === "/") return sendBankidHome(ctx, endpoints);
    await next();
    if (ctx.status === 404 && !ctx.body && ctx.accepts("html")) sendBankidNotFound(ctx);
  };
}

/** The request once more, after its body was read for the record. */
async function recorded(request, requests) {
  const { method, url, originalUrl, headers, socket, httpVersion } = request;
  const body = await text(request);
  requests.push({ headers, body });
  return Object.assign(Readable.from([Buffer.from(body)]), { method, url, originalUrl, headers, socket, httpVersion });
}

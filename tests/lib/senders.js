import { createBankidClient, createClient } from "consentkey";
import { createNetidBackend, createPermissionExport, verifyAccessToken } from "consentkey/server";
import { accessTokenClaims, backendOf, CLIENT, startRealm, TOKEN_PATH } from "./bankid.js";
import { clientOf, json, PAGE } from "./provider.js";

/** In everything of these senders that only they and the provider may know. */
export const MARKER = "marker";

const USER = { accessToken: { value: "marker-token" }, claims: { sub: "user" }, refreshToken: "marker-refresh", scope: ["openid"] };
const ORDER = { signProperties: { orderName: "Order" }, documents: [{ text: "I agree." }] };
const BASE = { clientId: "client", redirectUri: PAGE, storage: "memory" };
const TOKEN = { access_token: "marker-client-token", token_type: "Bearer", expires_in: 300 };

const realm = (answers) => startRealm({ [`POST ${TOKEN_PATH}`]: json(TOKEN), ...answers });
const bankid = ({ issuer }, options) => backendOf({ issuer }, { clientSecret: "marker-secret", ...options });
const endpoints = ({ origin }) => ({ token: `${origin}/token`, permissionRead: origin, permissionWrite: origin });
const netid = ({ origin }) => createNetidBackend({ ...BASE, clientSecret: "marker-secret", endpoints: endpoints({ origin }) });
const withToken = async (provider) => (await netid(provider)).permissions("marker-permission");
const exporter = ({ origin }) =>
  createPermissionExport({ username: "marker-user", password: "marker-password", endpoints: { permissionExport: origin } });

async function answered(client, code = "marker-code", options) {
  return client.handleRedirect(`${PAGE}?code=${code}&state=${client.authorize(options).state}`);
}

async function signIn(provider, options) {
  const client = await createBankidClient({ ...BASE, clientId: CLIENT.clientId, endpoints: { issuer: provider.issuer }, ...options });
  const { url, state } = client.authorize();
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: provider.issuer, aud: CLIENT.clientId, sub: "kari", exp: now + 300, iat: now };
  const id_token = provider.sign({ ...claims, nonce: new URL(url).searchParams.get("nonce") });
  provider.answers[`POST ${TOKEN_PATH}`] = json({ ...TOKEN, id_token });
  return client.handleRedirect(`${PAGE}?code=marker-code&state=${state}`);
}

/**
 * Every function that sends: what it asks of a realm of `startRealm()`, at which address what it fails with shows,
 * and the code for a server that can't be reached.
 *
 * @type {Record<string, { at: RegExp, code: string, ask: (realm: object) => Promise<unknown> }>}
 */
export const SENDERS = {
  "handleRedirect()": { at: /\/token$/, ask: async (provider) => answered(await clientOf(provider)) },
  "handleRedirect(), for the keys": { at: /\/certs$/, code: "jwks_failed", ask: signIn },
  "createClient()": {
    at: /openid-configuration$/,
    code: "discovery_failed",
    ask: ({ issuer }) => createClient({ ...BASE, issuer, scope: "read" }),
  },
  "userinfo()": { at: /\/userinfo$/, ask: async (provider) => (await clientOf(provider)).userinfo(USER) },
  "refresh()": { at: /\/token$/, ask: async (provider) => (await clientOf(provider)).refresh({ ...USER }) },
  "permissions.read()": {
    at: /user-status/,
    ask: async (provider) => (await clientOf(provider, { endpoints: endpoints(provider) })).permissions.read(),
  },
  "permissions.read() with a token": { at: /user-status/, ask: async (provider) => (await withToken(provider)).read() },
  "permissions.write() with a token": {
    at: /permissions/,
    ask: async (provider) => (await withToken(provider)).write({ idconsent: "VALID" }),
  },
  "netID's exchange()": {
    at: /\/token$/,
    ask: async (provider) => (await netid(provider)).exchange({ code: "marker-code", codeVerifier: "marker".repeat(8) }),
  },
  "BankID's exchange()": {
    at: /\/token$/,
    ask: async (provider) => (await bankid(provider, BASE)).exchange({ code: "marker-code", codeVerifier: "marker".repeat(8) }),
  },
  "accessToken()": { at: /\/token$/, ask: async (provider) => (await bankid(provider)).accessToken() },
  "signdoc.create()": { at: /\/signdoc$/, ask: async (provider) => (await bankid(provider)).signdoc.create(ORDER) },
  "signdoc.status()": { at: /\/signdoc\W/, ask: async (provider) => (await bankid(provider)).signdoc.status("1-2") },
  "signdoc.result()": { at: /\/signdoc\W/, ask: async (provider) => (await bankid(provider)).signdoc.result("1-2") },
  "verifyAccessToken()": {
    at: /\/certs$/,
    code: "jwks_failed",
    ask: ({ issuer, sign }) =>
      verifyAccessToken(sign({ ...accessTokenClaims({ issuer }), jti: "marker" }), { issuer, audience: "signdoc" }),
  },
  "list()": { at: /permissions/, ask: async (provider) => (await exporter(provider)).list({ tappId: "t", since: "2026-01-01" }).next() },
  "listForCmp()": {
    at: /permissions/,
    ask: async (provider) => (await exporter(provider)).listForCmp({ cmpId: "7", tappIds: ["t"], since: "2026-01-01" }).next(),
  },
};

/** A realm that all of them can ask. */
export const startPeer = realm;

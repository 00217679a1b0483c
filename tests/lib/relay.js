import { createNetidClient } from "consentkey";
import { createNetidBackend, createRelay } from "consentkey/server";
import { signInOverHttp } from "./http-sign-in.js";
import { GRANTED, json, startProvider } from "./provider.js";

export const SITE = "https://site.example";
export const SECRET = "a secret of at least thirty-two bytes";

const IDENTIFIERS = { tpid: "t", sync_id: "s", etpid: "e" };
export const STATUS = { status_code: "PERMISSIONS_FOUND", subject_identifiers: IDENTIFIERS, netid_privacy_settings: {} };
export const READ = "GET /netid-user-status?q.identifier.in=TPID,SYNC_ID,ETPID";
export const WRITE = "POST /netid-permissions?q.identifier.in=TPID,SYNC_ID,ETPID";
export const TOKEN = "POST /token";

/** A netID that says yes to everything; `answers` may be changed. */
export async function startNetid() {
  const answers = {
    [TOKEN]: json(GRANTED),
    [READ]: json(STATUS),
    [WRITE]: json({ subject_identifiers: IDENTIFIERS }, 201),
  };
  return Object.assign(await startProvider(answers), { answers });
}

/** The backend of a relay at such a netID. */
export function backendAt({ origin }, options) {
  const endpoints = { issuer: `${origin}/`, token: `${origin}/token`, permissionRead: origin, permissionWrite: origin };
  return createNetidBackend({ clientId: "client", clientSecret: "the-client-secret", redirectUri: `${SITE}/`, endpoints, ...options });
}

/** A relay, and a way to ask it as a page of its own site would. */
export async function relayAt(netid, { backend, ...options } = {}) {
  const relay = await createRelay({ backend: await backendAt(netid, backend), secret: SECRET, ...options });
  const ask = async (method, path, { body, cookie, headers, site = SITE } = {}) => {
    const given = { Origin: site, ...(body !== undefined && { "Content-Type": "application/json" }), ...(cookie && { Cookie: cookie }), ...headers };
    const kept = Object.entries(given).filter(([, value]) => value !== undefined);
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const response = await relay(new Request(`${site}/consentkey${path}`, { method, headers: kept, body: text }));
    return read(response);
  };
  return { relay, ask, signIn: async () => cookieOf(await ask("POST", "/grant", { body: CODE })) };
}

export const CODE = { code: "the-code", codeVerifier: "v".repeat(43), nonce: null, redirectUri: `${SITE}/`, flow: "permission" };

/** An answer, read to its end. */
export async function read(response) {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : undefined };
}

/** What a browser sends back of an answer's cookie. */
export function cookieOf({ headers }) {
  const [cookie] = headers.getSetCookie();
  return cookie?.split(";")[0];
}

/** The backend of a relay at the sandbox. */
export function sandboxBackend(sandbox, redirectUri) {
  const { clientSecret } = sandbox.clients["demo-website"];
  return createNetidBackend({ clientId: "demo-website", clientSecret, redirectUri, endpoints: sandbox.endpoints });
}

/** A code of the sandbox with all that a page sends to its relay. */
export async function codeOfSandbox(sandbox, redirectUri, options) {
  const client = await createNetidClient({ clientId: "demo-website", redirectUri, endpoints: sandbox.endpoints, storage: "memory", ...options });
  return client.parseRedirect(await signInOverHttp(sandbox, client.authorize().url));
}

import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { createControl } from "../control.js";
import { COOKIE, callerOf } from "./caller.js";
import { exportPermissions } from "./export.js";
import { Refusal } from "./refusal.js";
import { TYPES, readStatus, writePermissions } from "./services.js";
import { PermissionStore } from "./store.js";

/** Below this path are the services, which have hosts of their own at netID. */
export const PERMISSION_CENTER_PATH = "/permission-center";

const SERVICES = {
  "GET /read/netid-user-status": { answer: readStatus, accept: TYPES.status },
  "POST /write/netid-permissions": { answer: writePermissions, accept: TYPES.subject, contentType: TYPES.permissions },
};
const EXPORT = "GET /export/netid-permissions/";
const BODY_LIMIT = 64 * 1024;

/**
 * A Permission Center: all three services, both variants of reading and writing.
 *
 * @param {object} options
 * @param {object} options.clients of the broker, by the id that is their `tapp_id` here
 * @param {string[]} options.allowedOrigins whose pages may ask
 * @param {(token: string) => Promise<object>} options.verifyPermissionToken
 * @param {string} [options.stateFile] keeps what is stored over restarts
 * @param {number} [options.exportSize] made-up entries for each partner in the export, default 0
 */
export async function createPermissionCenter({ allowedOrigins, stateFile, exportSize = 0, ...options }) {
  const center = {
    ...options,
    origins: new Set(allowedOrigins),
    sessions: new Map(),
    store: await PermissionStore.open(stateFile),
    exportSize,
  };
  const { control, note } = createControl();
  return {
    handle: (request, response) => handle(request, response, { center, note }),
    signIn: (accountId) => signIn(center, accountId),
    /** For tests: what was asked, how to answer next, and how to end an account. */
    control: { ...control, deleteAccount: (accountId) => center.store.deleteAccount(accountId) },
  };
}

/** The `Set-Cookie` header that makes a device know its user. */
function signIn({ sessions }, accountId) {
  const value = randomBytes(32).toString("base64url");
  sessions.set(value, accountId);
  // SameSite=None would take Secure, which not every browser accepts from http, even on loopback.
  return `${COOKIE}=${value}; Path=${PERMISSION_CENTER_PATH}; HttpOnly; SameSite=Lax`;
}

/** The header that makes it forget. */
export const SIGN_OUT = `${COOKIE}=; Path=${PERMISSION_CENTER_PATH}; HttpOnly; SameSite=Lax; Max-Age=0`;

async function handle(request, response, { center, note }) {
  const { pathname, searchParams: query } = new URL(request.url, "http://sandbox");
  const route = `${request.method} ${pathname.slice(PERMISSION_CENTER_PATH.length)}`;
  allowOrigin(request, response, center.origins);
  if (request.method === "OPTIONS") return preflight(response);
  const body = await text(request);
  const next = note(request, body);
  if (next) return next(request, response);
  try {
    if (route === EXPORT) return sendStream(response, exportPermissions(request, query, center));
    send(response, await serve(route, { request, query, body, center }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, { status: error.status, type: "application/json", body: { status_code: error.statusCode } });
  }
}

async function serve(route, { request, query, body, center }) {
  const service = SERVICES[route];
  if (!service) throw new Refusal(404);
  const { accept, contentType } = service;
  if (request.headers.accept !== accept) throw new Refusal(406);
  if (request.headers["content-type"] !== contentType) throw new Refusal(415);
  if (Buffer.byteLength(body) > BODY_LIMIT) throw new Refusal(413);
  const caller = await callerOf(request, query, center);
  return service.answer(caller, { query, body, store: center.store });
}

function allowOrigin({ headers: { origin, authorization } }, response, origins) {
  response.setHeader("Vary", "Origin");
  // Servers send no Origin, so what comes with a token gets no CORS answer.
  if (!origins.has(origin) || authorization !== undefined) return;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Allow-Credentials", "true");
}

function preflight(response) {
  if (response.hasHeader("Access-Control-Allow-Origin")) {
    response.setHeader("Access-Control-Allow-Methods", "GET, POST");
    response.setHeader("Access-Control-Allow-Headers", "content-type");
  }
  response.writeHead(204).end();
}

function send(response, { status, type, body }) {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

function sendStream(response, { type, stream }) {
  response.writeHead(200, { "Content-Type": type });
  response.once("close", () => stream.destroy());
  stream.pipe(response);
}

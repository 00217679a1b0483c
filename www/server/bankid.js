// The boat club's server: it holds the client secret, makes orders to sign, and fetches what came of them.
import { randomUUID } from "node:crypto";
import { ConsentKeyError, createBankidBackend, decodeAccessToken, hasResourceRole } from "consentkey/server";
import { recording } from "./record.js";

const BODY_LIMIT = 64 * 1024;
const COOKIE = "solvik_session";
const ROUTES = { "POST /orders": makeOrder, "POST /result": takeResult };

/** A refusal of this server's own. */
class Refusal extends Error {
  constructor(status, code) {
    super(code);
    Object.assign(this, { status, code });
  }
}

/**
 * Makes a handler for what the page asks of its server.
 *
 * @param {{ issuer: string, clientId: string, clientSecret: string }} client of BankID
 * @returns {Promise<(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => Promise<void>>}
 *   for requests whose `url` begins behind its own path
 */
export async function createBankidApi({ issuer, clientId, clientSecret }) {
  const backend = await createBankidBackend({ clientId, clientSecret, endpoints: { issuer } });
  const sessions = new Map();
  return async (request, response) => {
    try {
      const route = ROUTES[`${request.method} ${request.url}`];
      if (!route) throw new Refusal(404, "not_found");
      assertOwnPage(request);
      const body = await readJson(request);
      const session = sessionOf(request, response, sessions);
      const { answer, requests } = await recording(() => route({ backend, session, body }));
      send(response, 200, { ...answer, requests });
    } catch (error) {
      send(response, ...failure(error));
    }
  };
}

async function makeOrder({ backend, session, body }) {
  const { signId } = await backend.signdoc.create({
    signProperties: { orderName: "Berth agreement" },
    documents: [{ description: "Agreement on a berth", text: body.text }],
  });
  // Kept here and not believed from the page: an order belongs to the browser that it was made for.
  session.signId = signId;
  return { signId };
}

async function takeResult({ backend, session, body }) {
  const { signId } = session;
  if (!signId) throw new Refusal(409, "no_order");
  const grant = await backend.exchange(body);
  const { orderState } = await backend.signdoc.status(signId);
  // Fetched once and deleted there, so this is the moment to keep it.
  const signed = orderState === "SIGN_COMPLETED" ? await backend.signdoc.result(signId) : null;
  session.signId = undefined;
  return { orderState, signed, signer: grant.claims, tokens: await tokensToShow(backend, grant) };
}

/** What a page may know of tokens: what they say and until when, never the tokens. */
async function tokensToShow(backend, { claims, idToken, accessToken, refreshToken }) {
  const own = await backend.accessToken();
  const ownClaims = decodeAccessToken(own.value);
  const mayUseSigndoc = hasResourceRole(ownClaims, "signdoc", "read_write");
  return {
    own: { claims: ownClaims, expiresAt: own.expiresAt, mayUseSigndoc },
    id: idToken && { claims, expiresAt: claims.exp * 1000 },
    access: { scope: accessToken.scope, expiresAt: accessToken.expiresAt },
    hasRefresh: refreshToken !== null,
  };
}

/** Browsers say where a request comes from, and scripts of other sites can't change that. */
function assertOwnPage({ headers }) {
  const site = headers["sec-fetch-site"] ?? "same-origin";
  const isOwn = site === "same-origin" && (!headers.origin || new URL(headers.origin).host === headers.host);
  if (!isOwn) throw new Refusal(403, "origin_refused");
  if (headers["content-type"] !== "application/json") throw new Refusal(415, "type_refused");
}

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Refusal(413, "body_too_large");
    chunks.push(chunk);
  }
  try {
    return Object(JSON.parse(Buffer.concat(chunks).toString()));
  } catch {
    throw new Refusal(400, "request_invalid");
  }
}

function sessionOf({ headers }, response, sessions) {
  const known = headers.cookie?.match(new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`))?.[1];
  if (sessions.has(known)) return sessions.get(known);
  const id = randomUUID();
  const session = {};
  sessions.set(id, session);
  // A real site adds Secure; this one is on plain http at localhost.
  response.setHeader("Set-Cookie", `${COOKIE}=${id}; Path=/api/bankid; HttpOnly; SameSite=Lax`);
  return session;
}

/** No message of the library holds a secret, so it may be shown; what nobody foresaw is not. */
function failure(error) {
  if (error instanceof Refusal) return [error.status, { code: error.code }];
  if (!(error instanceof ConsentKeyError)) return [500, { code: "unexpected" }];
  const { code, message, reason, status, error: said, errorDescription } = error;
  return [422, { code, message, reason, status, error: said, errorDescription }];
}

function send(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

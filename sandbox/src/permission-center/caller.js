import { Refusal } from "./refusal.js";

/** The cookie that netID knows a user by on a device. */
export const COOKIE = "tpid_sec";

/**
 * Tells who is asking and for whom, in the order in which the Permission Center refuses.
 *
 * @param {object} request
 * @param {URLSearchParams} query
 * @param {{ clients: object, origins: Set<string>, sessions: Map<string, string>, store: object,
 *   verifyPermissionToken: (token: string) => Promise<object> }} center
 * @returns {Promise<{ accountId: string, tappId: string }>}
 * @throws {Refusal}
 */
export async function callerOf(request, query, center) {
  const { origin, authorization } = request.headers;
  const isPage = origin !== undefined || query.has("q.tapp_id.eq");
  if (isPage && authorization !== undefined) throw new Refusal(403, "TAPP_NOT_ALLOWED");
  const caller = isPage ? callerOfPage(request, query, center) : await callerOfServer(authorization, center);
  if (center.store.isGone(caller.accountId)) throw new Refusal(410, "TPID_EXISTENCE_ERROR");
  return caller;
}

function callerOfPage(request, query, { clients, origins, sessions }) {
  const tappId = query.get("q.tapp_id.eq");
  if (!origins.has(request.headers.origin)) throw new Refusal(403, "TAPP_NOT_ALLOWED");
  if (!tappId) throw new Refusal(400, "NO_TAPP_ID");
  if (!Object.hasOwn(clients, tappId)) throw new Refusal(400, "TAPP_ERROR");
  const cookie = cookieOf(request);
  if (!cookie) throw new Refusal(400, "NO_TPID");
  const accountId = sessions.get(cookie);
  if (!accountId) throw new Refusal(400, "TOKEN_ERROR");
  return { accountId, tappId };
}

async function callerOfServer(authorization, { verifyPermissionToken }) {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  if (!token) throw new Refusal(400, "NO_TOKEN");
  try {
    const { accountId, clientId } = await verifyPermissionToken(token);
    return { accountId, tappId: clientId };
  } catch {
    throw new Refusal(400, "TOKEN_ERROR");
  }
}

function cookieOf({ headers }) {
  const pairs = (headers.cookie ?? "").split(/; */).map((pair) => pair.split("="));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}

import { mayUseSigndoc } from "../bankid/signdoc-token.js";
import { createControl } from "../control.js";
import { readBody } from "../http.js";
import { readOrder } from "./order.js";
import { Refusal } from "./refusal.js";
import { resultOf } from "./result.js";

/** SignDoc's base address, which has a host of its own in reality. */
export const SIGNDOC_PATH = "/signdoc-api";
const ORDERS = `${SIGNDOC_PATH}/signdoc`;
const BODY_LIMIT = 32 * 1024 * 1024;

/**
 * A SignDoc resource server.
 *
 * @param {{ orders: import("./orders.js").Orders, verifyAccessToken: (token: string) => Promise<object>,
 *   log: (line: string) => void }} options
 */
export function createSigndoc({ orders, verifyAccessToken, log }) {
  const { control, note } = createControl();
  return { handle: (request, response) => handle(request, response, { orders, verifyAccessToken, log, note }), control };
}

async function handle(request, response, { note, ...signdoc }) {
  try {
    const body = await readBody(request, BODY_LIMIT);
    if (body === undefined) throw new Refusal(413, "invalid_request", "the order is too large");
    const next = note(request, body);
    if (next) return next(request, response);
    send(response, 200, await answer(request, body, signdoc));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // What is left of the body is not read.
    if (error.status === 413) response.setHeader("Connection", "close");
    if (error.status === 401) response.setHeader("WWW-Authenticate", 'Bearer error="invalid_token"');
    send(response, error.status, error.body);
  }
}

async function answer(request, body, { orders, verifyAccessToken, log }) {
  const { pathname, searchParams } = new URL(request.url, "http://sandbox");
  const signId = pathname === ORDERS ? searchParams.get("sign_id") : orderInPath(pathname);
  const clientId = await callerOf(request, verifyAccessToken);
  const found = (order) => {
    if (!order) throw new Refusal(404, "not_found", "there is no such order, or it has lapsed");
    return order;
  };
  if (request.method === "POST" && pathname === ORDERS) {
    if (!/^application\/json *(;|$)/i.test(request.headers["content-type"])) throw new Refusal(415, "invalid_request");
    const order = orders.create(clientId, readOrder(body));
    log(`${clientId}: order received`);
    return { sign_id: order };
  }
  if (request.method === "GET" && signId) {
    const { state, signProperties } = found(orders.find(signId, clientId));
    return { signId, orderState: state, orderName: signProperties.orderName };
  }
  if (request.method === "DELETE" && signId) {
    const order = found(orders.take(signId, clientId));
    log(`${clientId}: result fetched, ${order.state}`);
    return resultOf(order);
  }
  throw new Refusal(404, "not_found");
}

// The public text shows neither form in full, so both will do.
function orderInPath(pathname) {
  return pathname.startsWith(`${ORDERS}/`) ? pathname.slice(ORDERS.length + 1) : undefined;
}

async function callerOf({ headers: { authorization = "" } }, verifyAccessToken) {
  const [, token] = authorization.match(/^Bearer +([^ ]+)$/i) ?? [];
  const checked = token && (await verifyAccessToken(token).catch(() => undefined));
  if (!checked) throw new Refusal(401, "invalid_token", "the access token is missing, expired or not the realm's");
  if (!mayUseSigndoc(checked)) throw new Refusal(403, "insufficient_scope");
  return checked.clientId;
}

function send(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

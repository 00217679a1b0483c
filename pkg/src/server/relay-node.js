import { bodyOf, jsonResponse } from "./relay-body.js";

/** No more than these is in an authority; a slash would move the path (RFC 3986 section 3.2). */
const AUTHORITY = /^[\w.:[\]-]+$/;
const REFUSED = { code: "request_invalid", message: "The relay can't read this request." };

/** A fetch-style handler as Node's `http`, Express and their kin take one. */
export function toNodeHandler(relay) {
  return (incoming, outgoing) => {
    serve(relay, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function serve(relay, incoming, outgoing) {
  const left = new AbortController();
  outgoing.once("close", () => outgoing.writableEnded || left.abort());
  const response = await answer(relay, incoming, left.signal);
  const body = await bodyOf(response);
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("Set-Cookie", cookies);
  // What was not read up to here is not wanted. HTTP/2 ends its streams by itself.
  if (!incoming.complete && incoming.httpVersionMajor < 2) outgoing.setHeader("Connection", "close");
  outgoing.statusCode = response.status;
  outgoing.end(body);
}

function answer(relay, incoming, signal) {
  let request;
  try {
    request = requestOf(incoming, signal);
  } catch {
    return jsonResponse(400, REFUSED);
  }
  return relay(request);
}

function requestOf(incoming, signal) {
  const { method, headers, socket } = incoming;
  const host = headers[":authority"] ?? headers.host;
  // Express takes away where a handler is mounted.
  const target = incoming.originalUrl ?? incoming.url;
  if (!host || !AUTHORITY.test(host) || target[0] !== "/") throw new TypeError("no address");
  const kept = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (name[0] !== ":") kept.set(name, value);
  }
  const init = { __proto__: null, method, headers: kept, signal };
  if (method !== "GET" && method !== "HEAD") Object.assign(init, { body: sentBody(incoming), duplex: "half" });
  return new Request(`${socket?.encrypted ? "https" : "http"}://${host}${target}`, init);
}

/** What is sent, chunk by chunk, or what a parser of the framework has made of it. */
function sentBody(incoming) {
  const { body, readableEnded } = incoming;
  if (!readableEnded || body === undefined) return streamOf(incoming);
  return typeof body === "string" || ArrayBuffer.isView(body) ? body : JSON.stringify(body);
}

/** Unlike Node's own conversion, it leaves the connection when it is canceled, for the answer. */
function streamOf(incoming) {
  const chunks = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
}

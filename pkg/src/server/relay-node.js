import { jsonAnswer } from "./relay-body.js";
import { relayOf } from "./relay-handler.js";

/** No more than these is in an authority; a slash would move the path (RFC 3986 section 3.2). */
const AUTHORITY = /^[\w.:[\]-]+$/;
/** Methods that no `Request` can have (Fetch section 2.2.1). */
const FORBIDDEN = /^(connect|trace|track)$/i;
const REFUSED = { code: "request_invalid", message: "The relay can't read this request." };

/** A fetch-style handler as Node's `http`, Express and their kin take one. */
export function toNodeHandler(handler) {
  const relay = relayOf(handler);
  // A relay is asked without a Request and a Response in between, which cost more than all that it does itself.
  const answer = relay ? (incoming) => relay.answer(incoming) : (incoming) => answerOf(handler, incoming);
  return (incoming, outgoing) => {
    serve(answer, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function serve(answer, incoming, outgoing) {
  const given = read(incoming, outgoing);
  const { status, headers, text } = given ? await answer(given) : jsonAnswer(400, REFUSED);
  for (const name of Object.keys(headers)) outgoing.setHeader(name, headers[name]);
  // What was not read up to here is not wanted. HTTP/2 ends its streams by itself.
  if (!incoming.complete && incoming.httpVersionMajor < 2) outgoing.setHeader("Connection", "close");
  outgoing.statusCode = status;
  outgoing.end(text);
}

/** A request as a relay reads one; null where it is none of HTTP's ordinary ones. */
function read(incoming, outgoing) {
  const { method, socket } = incoming;
  const header = headerOf(incoming);
  const host = header(":authority") ?? header("host");
  // Express takes away where a handler is mounted.
  const target = incoming.originalUrl ?? incoming.url;
  if (!host || !AUTHORITY.test(host) || target[0] !== "/" || FORBIDDEN.test(method)) return null;
  const url = addressOf(`${socket?.encrypted ? "https" : "http"}://${host}${target}`);
  return url && new NodeRequest(incoming, outgoing, url, header);
}

function headerOf({ headers }) {
  return (name) => (Object.hasOwn(headers, name) ? String(headers[name]) : null);
}

function addressOf(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

class NodeRequest {
  #incoming;
  #outgoing;

  constructor(incoming, outgoing, url, header) {
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.method = incoming.method;
    this.url = url;
    this.header = header;
  }

  /** What is sent, chunk by chunk, or what a parser of the framework has made of it. */
  get body() {
    const { body, readableEnded } = this.#incoming;
    if (!readableEnded || body === undefined) return streamOf(this.#incoming);
    return new Response(typeof body === "string" || ArrayBuffer.isView(body) ? body : JSON.stringify(body)).body;
  }

  /** Fires when whoever sent the request leaves before its answer. */
  get signal() {
    return new Departure(this.#outgoing);
  }

  /** For handlers of other make. */
  toRequest() {
    const { method, url, signal } = this;
    const left = new AbortController();
    signal.addEventListener("abort", () => left.abort());
    const init = { __proto__: null, method, headers: this.#allHeaders(), signal: left.signal };
    if (method !== "GET" && method !== "HEAD") Object.assign(init, { body: this.body, duplex: "half" });
    return new Request(url, init);
  }

  #allHeaders() {
    const headers = new Headers();
    for (const [name, value] of Object.entries(this.#incoming.headers)) {
      if (name[0] !== ":") headers.set(name, value);
    }
    return headers;
  }
}

/** As much of an AbortSignal as is listened to: a whole one for each request costs as much as reading its cookie. */
class Departure {
  #outgoing;
  #listeners = new Map();

  constructor(outgoing) {
    this.#outgoing = outgoing;
  }

  get aborted() {
    return this.#outgoing.destroyed === true && !this.#outgoing.writableEnded;
  }

  addEventListener(_, listener) {
    const heard = () => this.#outgoing.writableEnded || listener();
    this.#listeners.set(listener, heard);
    this.#outgoing.once("close", heard);
  }

  removeEventListener(_, listener) {
    this.#outgoing.off("close", this.#listeners.get(listener));
  }
}

async function answerOf(handler, incoming) {
  let request;
  try {
    request = incoming.toRequest();
  } catch {
    return jsonAnswer(400, REFUSED);
  }
  const response = await handler(request);
  const headers = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  return { status: response.status, headers, text: new Uint8Array(await response.arrayBuffer()) };
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

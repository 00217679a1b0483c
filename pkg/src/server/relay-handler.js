/** The relays behind handlers, for servers that have requests of another make: `toNodeHandler`. */
const relays = new WeakMap();

/** A relay as a fetch-style handler. */
export function fetchHandler(relay) {
  const handler = async (request) => responseOf(await relay.answer(incomingOf(request)));
  relays.set(handler, relay);
  return handler;
}

/** The relay behind a handler; undefined where the handler is somebody else's. */
export const relayOf = (handler) => relays.get(handler);

/** A `Request` as a relay reads one. */
function incomingOf(request) {
  return {
    method: request.method,
    url: new URL(request.url),
    header: (name) => request.headers.get(name),
    get body() {
      return request.body;
    },
    get signal() {
      return request.signal;
    },
  };
}

function responseOf({ status, headers, text }) {
  return new Response(text, { __proto__: null, status, headers });
}

// However the platform's fetch refuses: a code, and nothing of what was sent or answered.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { inspect } from "node:util";
import { MARKER, SENDERS, startPeer } from "../lib/senders.js";

const platformFetch = globalThis.fetch;
const ANSWER = '{"access_token":"marker-answer","keys":["marker-answer"]}';

let malformed, peer;
before(async () => {
  malformed = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n${ANSWER}`));
  }).listen(0, "127.0.0.1");
  await once(malformed, "listening");
});
after(() => malformed.close());
beforeEach(async () => (peer = await startPeer()));
afterEach(() => peer.close());

const hostile = (text) => {
  const refuse = () => {
    throw new Error(text);
  };
  return new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse });
};
const body = (start) => new Response(new ReadableStream({ start }));
const beginning = new TextEncoder().encode(ANSWER.slice(0, -4));

/** Each is told the request as text. */
const WAYS = {
  "a TypeError about a header": (text) => Promise.reject(new TypeError(`Headers.append: ${text} is an invalid header value.`)),
  "a TypeError with causes": (text) =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(text), { data: ANSWER, cause: { text } }) })),
  "a DOMException": (text) => Promise.reject(new DOMException(text, "AbortError")),
  "a text": (text) => Promise.reject(text),
  "a text that is a code of ours": () => Promise.reject("transaction_used"),
  "nothing": () => Promise.reject(undefined),
  "an object that holds the request": (text) => Promise.reject({ message: text, name: text, code: text, request: { text } }),
  "an error in our clothes": (text) =>
    Promise.reject(Object.assign(new Error(text), { code: text, [Symbol.for("consentkey.ConsentKeyError")]: true })),
  "an object whose getters throw": (text) => Promise.reject(hostile(text)),
  "a throw before there is a promise": (text) => {
    throw new TypeError(text);
  },
  "no response": () => undefined,
  "an empty response": () => Promise.resolve({}),
  "a response whose getters throw": (text) => Promise.resolve(Object.defineProperty({}, "status", { get: () => hostile(text).x })),
  "a body that breaks": (text) => {
    const answer = body((controller) => {
      controller.enqueue(beginning);
      controller.error(new Error(text));
    });
    return Promise.resolve(answer);
  },
  "a body of something else than bytes": (text) =>
    Promise.resolve({ status: 200, ok: true, headers: new Headers(), body: body((controller) => controller.enqueue({ text })).body }),
  "a body that is locked": () => {
    const response = new Response(ANSWER);
    response.body.getReader();
    return Promise.resolve(response);
  },
  "an answer that is no HTTP": () => platformFetch(`http://127.0.0.1:${malformed.address().port}/`),
};

for (const [name, { at, code = "network", ask }] of Object.entries(SENDERS)) {
  describe(`${name} is refused with`, () => {
    for (const [how, refuse] of Object.entries(WAYS)) {
      test(how, async (t) => {
        let refused = 0;
        t.mock.method(globalThis, "fetch", (url, options) => {
          if (!at.test(url)) return platformFetch(url, options);
          refused += 1;
          return refuse(inspect([url, options], { depth: 9 }));
        });
        const error = await ask(peer).catch((thrown) => thrown);
        assert.notEqual(refused, 0);
        assert.equal(error.name, "ConsentKeyError");
        assert.equal(error.code, code);
        assert.equal("cause" in error, false);
        const shown = [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), error.stack].join("\n");
        assert.equal(shown.includes(MARKER), false, shown);
        // Where there is no page, there is no origin and no policy of it.
        assert.doesNotMatch(error.message, /CORS|Content-Security-Policy|this page/);
      });
    }
  });
}

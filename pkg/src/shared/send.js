import { within } from "./within.js";

/** No answer of a provider is anywhere near it; a larger one counts as empty. */
const BODY_LIMIT = 1024 * 1024;

/**
 * Sends a request of the core and reads the answer to its end; its `timeout`, in milliseconds, covers both.
 * Rejects with `config_invalid`, `timeout`, `aborted`, or `unreachable`: the code for an answer that can't be had.
 */
export async function send(request, options) {
  const { signal, unreachable = "network", credentials = "omit", limit = BODY_LIMIT } = { __proto__: null, ...options };
  const controller = new AbortController();
  try {
    return await within(request.timeout, signal, unreachable, async () => {
      const response = await fetch(request.url, init(request, controller.signal, credentials));
      const receivedAt = Date.now();
      const contentType = response.headers.get("content-type") ?? "";
      return { status: response.status, contentType, body: await text(response, limit), receivedAt };
    });
  } catch (error) {
    // Not after an answer: browsers show a request that is aborted then as one that was canceled.
    controller.abort();
    throw error;
  }
}

/** What fetch is to know of a request, and nothing that it would find on Object.prototype. */
export function init({ method, headers, body }, signal, credentials = "omit") {
  const options = { method, headers, body, signal, redirect: "manual", credentials, cache: "no-store" };
  // Edge workers refuse the two that they don't know.
  for (const name of ["credentials", "cache"]) {
    if (!(name in (globalThis.Request?.prototype ?? {}))) delete options[name];
  }
  return { __proto__: null, ...options };
}

/** The body of an answer, and nothing where it is larger than `limit`, in bytes. */
export async function text(response, limit = BODY_LIMIT) {
  // React Native has no streams, nor has what stands in for fetch in tests.
  if (!response.body) return short((await response.text?.()) ?? "", limit);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > limit) {
      // What becomes of the rest is nobody's concern.
      reader.cancel().catch(() => {});
      return "";
    }
    text += decoder.decode(value, { stream: true });
  }
}

function short(text, limit) {
  return text.length > limit ? "" : text;
}

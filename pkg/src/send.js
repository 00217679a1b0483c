import { ConsentKeyError } from "./error.js";

/** No answer of a provider is anywhere near it; a larger one counts as empty. */
const BODY_LIMIT = 1024 * 1024;

export const MESSAGES = {
  timeout: "The provider did not answer in time. Try again.",
  aborted: "The request was given up.",
  network:
    "The provider could not be reached, or does not allow this page's origin (CORS). " +
    "Check the connection and the origins registered for the client.",
};

/**
 * Sends a request of the core and reads the answer to its end; its `timeout`, in milliseconds, covers both.
 * Rejects with `timeout`, `aborted`, or `unreachable`: the code for an answer that can't be had.
 */
export async function send(request, options) {
  const { signal, unreachable = "network", credentials = "omit", limit = BODY_LIMIT } = { __proto__: null, ...options };
  const controller = new AbortController();
  let timer, giveUp;
  const givenUp = new Promise((_, reject) => {
    timer = setTimeout(reject, request.timeout, "timeout");
    giveUp = () => reject("aborted");
  });
  signal?.addEventListener("abort", giveUp);
  if (signal?.aborted) giveUp();
  try {
    // Raced, since not everything that stands in for fetch listens to a signal.
    return await Promise.race([givenUp, exchange(request, credentials, limit, controller.signal)]);
  } catch (cause) {
    if (typeof cause === "string") throw new ConsentKeyError(cause, MESSAGES[cause]);
    throw new ConsentKeyError(unreachable, MESSAGES.network, { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
    controller.abort();
  }
}

async function exchange({ method, url, headers, body }, credentials, limit, signal) {
  const response = await fetch(url, {
    __proto__: null,
    method,
    headers,
    body,
    signal,
    cache: "no-store",
    credentials,
    // The answer to a code must not come from anywhere but the endpoint that was named.
    redirect: "manual",
  });
  const receivedAt = Date.now();
  const contentType = response.headers.get("content-type") ?? "";
  return { status: response.status, contentType, body: await text(response, limit), receivedAt };
}

async function text({ body }, limit) {
  if (!body) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > limit) {
      await reader.cancel();
      return "";
    }
    text += decoder.decode(value, { stream: true });
  }
}

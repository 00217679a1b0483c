import { ConsentKeyError } from "./error.js";

/** The longest that a timer can be set for, in milliseconds; what is longer would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

const MESSAGES = {
  timeout: "There was no answer in time. Try again.",
  aborted: "The request was given up.",
};

/** Pages have an address. Servers and edge workers have none, and no origin that anybody could refuse. */
const unreachableFromHere = () =>
  globalThis.location
    ? "The provider could not be reached, or does not allow this page's origin (CORS). " +
      "Check the connection and the origins registered for the client."
    : "The server could not be reached, or its answer broke off or is no HTTP. " +
      "Check its address, name resolution, certificates and proxies.";

/**
 * Waits for the platform, for so many milliseconds. Nothing that it throws goes into an error, as it may hold what
 * was sent and what was answered: Node's holds the beginning of an answer that is no HTTP.
 *
 * Rejects with `config_invalid`, `timeout`, `aborted`, or `unreachable`: the code for whatever else goes wrong.
 *
 * @param {() => Promise<T>} work not begun where `signal` has fired
 * @template T
 */
export async function within(milliseconds, signal, unreachable, work) {
  if (signal != null && typeof signal.addEventListener !== "function") {
    throw new ConsentKeyError("config_invalid", "`signal` must be an AbortSignal.");
  }
  let timer, abort;
  const givenUp = new Promise((_, reject) => {
    const giveUp = (code) => reject(new ConsentKeyError(code, MESSAGES[code]));
    timer = setTimeout(giveUp, Math.min(milliseconds, LONGEST_TIMER), "timeout");
    abort = () => giveUp("aborted");
  });
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    // Raced, since not everything that stands in for fetch listens to a signal.
    return await Promise.race([givenUp, signal?.aborted ? givenUp : attempt(work, unreachable)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

async function attempt(work, unreachable) {
  try {
    return await work();
  } catch {
    throw new ConsentKeyError(unreachable, unreachableFromHere());
  }
}

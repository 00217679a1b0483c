import { ConsentKeyError } from "./error.js";

/** The longest that a timer can be set for, in milliseconds; what is longer would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Pages have an address; servers and edge workers have none, and no origin that a provider could refuse. */
const UNREACHABLE = () =>
  globalThis.location
    ? "The provider could not be reached, or does not allow this page's origin (CORS). " +
      "Check the connection and the origins registered for the client."
    : "The server could not be reached, or its answer broke off or is no HTTP. " +
      "Check its address, name resolution, certificate, proxies and firewalls.";

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
    const giveUp = (code, message) => reject(new ConsentKeyError(code, message));
    timer = setTimeout(giveUp, Math.min(milliseconds, LONGEST_TIMER), "timeout", "There was no answer in time. Try again.");
    abort = () => giveUp("aborted", "The request was given up.");
  });
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  const done = async () => {
    try {
      if (!signal?.aborted) return await work();
    } catch {
      throw new ConsentKeyError(unreachable, UNREACHABLE());
    }
  };
  try {
    // Raced, since not everything that stands in for fetch listens to a signal.
    return await Promise.race([givenUp, done()]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

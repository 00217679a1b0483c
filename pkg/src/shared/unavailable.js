import { ConsentKeyError } from "./error.js";

const ON_PAGES =
  "Allow 'wasm-unsafe-eval' in the script-src of the page's Content-Security-Policy. Where the browser has " +
  'WebAssembly switched off, init({ fallback: () => import("consentkey/nowasm") }) does without.';

const ON_SERVERS =
  "This platform may compile no bytes: import the package's .wasm file as a module and give it to init(module).";

/** The error for a core that can't be had; `source` is what init() was given. */
export function unavailable(cause, source) {
  if (cause instanceof ConsentKeyError) return cause;
  const what = source
    ? "What init() was given is not this version's core, or may not be used."
    : "The core could not be started.";
  return failure(`${what} ${globalThis.location ? ON_PAGES : ON_SERVERS}`, cause);
}

export function failure(message, cause) {
  return new ConsentKeyError("wasm_unavailable", message, { cause });
}

/** The error for a call that left the core by an exception; `consequence` is what else there is to say. */
export function brokenOff(cause, consequence = "") {
  return new ConsentKeyError(
    "wasm_unavailable",
    `The core broke off in the middle of a call and is started anew for the next one: call again. ${consequence}`.trim(),
    // Anything else may come from the caller, and hold what is the caller's.
    globalThis.WebAssembly && cause instanceof WebAssembly.RuntimeError ? { cause } : {},
  );
}

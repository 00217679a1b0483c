import * as glue from "../core/consentkey_bg.js";
import { ConsentKeyError } from "./error.js";

let ready = false;
let loading;
let defaultSource;

/** Where the core comes from when nobody says. Every entry has to say so once. */
export function setDefaultSource(source) {
  defaultSource = source;
}

/** The core's functions and classes, once loaded. */
export function core() {
  if (!ready) {
    throw new ConsentKeyError("not_initialized", "The core is not loaded yet: await init() or a create function first.");
  }
  return glue;
}

/** Loads the core once. A failed attempt is forgotten, so that the next call tries again. */
export function init(source) {
  if (ready) return Promise.resolve();
  loading ??= load(source).finally(() => (loading = undefined));
  return loading;
}

/** Loads the core from what is already there, at once. */
export function initSync(source) {
  if (ready) return;
  try {
    const module = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
    start(new WebAssembly.Instance(module, imports()));
  } catch (cause) {
    throw unavailable(cause);
  }
}

async function load(source) {
  try {
    const module = await compile(await (source ?? defaultSource()));
    const instance = await WebAssembly.instantiate(module, imports());
    // initSync may have been faster.
    if (!ready) start(instance);
  } catch (cause) {
    throw unavailable(cause);
  }
}

async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  // Servers that don't know .wasm send it under another type, which streaming refuses.
  const streams = WebAssembly.compileStreaming && isWasm(response);
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

export function isWasm({ headers }) {
  return /^application\/wasm/i.test(headers.get("content-type"));
}

function imports() {
  return { "./consentkey_bg.js": glue };
}

function start(instance) {
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  ready = true;
}

function unavailable(cause) {
  return new ConsentKeyError(
    "wasm_unavailable",
    globalThis.location
      ? "The core (the .wasm file) could not be loaded. Check that it is served, and that the page's " +
          "Content-Security-Policy allows 'wasm-unsafe-eval'."
      : "The core (the .wasm file) could not be loaded. Check that it is beside the package's other files, or load it " +
          "with init(module) where there are no files.",
    { cause },
  );
}

import embedded from "embedded:core";
import { createGlue } from "../core/glue.js";
import { ConsentKeyError } from "./error.js";

/** Memory never gets smaller, so that an instance which once needed more is given up, in bytes. */
const MEMORY_LIMIT = 16 * 1024 * 1024;

/** Compiled, once it is known to be the core: whatever instance breaks off, another can be made of it. */
let compiled;

/** The instance in use: `{ glue, memory, isLost }`. */
let current;

let loading;

/** The core's functions and classes, once loaded. Objects of theirs last as long as the instance; see `lasting`. */
export function core() {
  if (!compiled) {
    throw new ConsentKeyError("not_initialized", "The core is not loaded yet: await init() or a create function first.");
  }
  if (!isUsable() || current.memory.buffer.byteLength > MEMORY_LIMIT) current = instantiateAgain();
  return current.glue;
}

/**
 * An object of the core that outlives instances: it is made again when its own one is gone. `make` gets what
 * `core()` gives, and has to make the same again whenever it is called.
 */
export function lasting(make) {
  let object, maker;
  const renewed = () => {
    const glue = core();
    if (maker !== glue) [object, maker] = [make(glue), glue];
    return object;
  };
  renewed();
  return new Proxy({}, {
    get(_, name) {
      const member = renewed()[name];
      return typeof member === "function" ? member.bind(object) : member;
    },
  });
}

/** Loads the core once. A failed attempt is forgotten, so that the next call tries again. */
export function init(source) {
  if (isUsable()) return Promise.resolve();
  loading ??= load(source).finally(() => (loading = undefined));
  return loading;
}

/** Loads the core from what is already there, at once. */
export function initSync(source) {
  if (isUsable()) return;
  try {
    current = instantiate(compiled ?? (source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source)));
  } catch (cause) {
    throw unavailable(cause);
  }
}

function isUsable() {
  return current?.isLost === false;
}

async function load(source) {
  try {
    const module = compiled ?? (await compile(source ?? embeddedCore()));
    const glue = createGlue(QuietRegistry);
    const instance = await WebAssembly.instantiate(module, importsOf(glue));
    // initSync may have been faster.
    if (!isUsable()) current = start(module, glue, instance);
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** The core that comes with this module: its bytes, or a module where the platform made one. */
function embeddedCore() {
  const found = embedded();
  if (typeof found !== "string") return found;
  const bytes = new Uint8Array(found.length);
  for (let place = 0; place < bytes.length; place += 1) bytes[place] = found.charCodeAt(place);
  return bytes;
}

async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  // Servers that don't know .wasm send it under another type, which streaming refuses.
  const isWasm = /^application\/wasm/i.test(response.headers.get("content-type"));
  return isWasm && WebAssembly.compileStreaming ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

function instantiateAgain() {
  try {
    return instantiate(compiled);
  } catch (cause) {
    // Chrome before 114 makes no instance of this size at once on a page: a later call finds it made.
    init().catch(() => {});
    throw unavailable(cause);
  }
}

function instantiate(module) {
  const glue = createGlue(QuietRegistry);
  return start(module, glue, new WebAssembly.Instance(module, importsOf(glue)));
}

function importsOf(glue) {
  return { "./consentkey_bg.js": glue };
}

function start(module, glue, { exports }) {
  const instance = { glue, memory: exports.memory, isLost: false };
  glue.__wbg_set_wasm(guarded(exports, instance));
  exports.__wbindgen_start?.();
  compiled = module;
  return instance;
}

/**
 * The core's errors are results. What leaves WebAssembly as an exception (a trap, the end of the stack) went past
 * everything that would have been put in order, so nothing may go in again, and what is still inside fails too.
 */
function guarded(exports, instance) {
  const guard = (call) => (...values) => {
    let result, cause;
    try {
      if (!instance.isLost) result = call(...values);
    } catch (thrown) {
      // First, and without a call, for which there may be no room left on the stack.
      instance.isLost = true;
      cause = thrown;
    }
    if (!instance.isLost) return result;
    throw brokenOff(cause);
  };
  const entries = Object.entries(exports);
  return Object.fromEntries(entries.map(([name, it]) => [name, typeof it === "function" ? guard(it) : it]));
}

/** Frees what was forgotten. Where the instance is lost there is nothing to free, and nobody to tell. */
const QuietRegistry =
  globalThis.FinalizationRegistry &&
  class extends FinalizationRegistry {
    constructor(free) {
      super((pointer) => {
        try {
          free(pointer);
        } catch {
          // Gone with its instance.
        }
      });
    }
  };

function brokenOff(cause) {
  return new ConsentKeyError(
    "wasm_unavailable",
    "The core broke off in the middle of a call and is started anew for the next one: call again. " +
      "A sign-in whose answer was being read has to be started again.",
    // Anything else may come from the caller, and hold what is the caller's.
    cause instanceof WebAssembly.RuntimeError ? { cause } : {},
  );
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

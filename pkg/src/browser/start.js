/**
 * The core of what a page does before a response: a WebAssembly module without glue, whose one function takes texts
 * and answers one. Each text is its length, four bytes, and then UTF-8.
 */
import embeddedStart from "embedded:start";
import { codecs } from "../shared/codecs.js";
import { ConsentKeyError } from "../shared/error.js";
import { errorOf } from "../shared/sentences.js";
import { standIn } from "../shared/stand-in.js";
import { brokenOff, unavailable } from "../shared/unavailable.js";

/** As the core numbers them. */
export const [CONFIGURE, AUTHORIZE, RECOGNISE, RECEIVE, WITHOUT, END_SESSION, ABANDON, SWEEP, PKCE] = Array(9).keys();

/** Memory never gets smaller, so that an instance which once needed more is given up, in bytes. */
const MEMORY_LIMIT = 4 * 1024 * 1024;

/** Compiled, or a function that stands in for that, so that another instance can be made of it. */
let compiled;

/** The instance in use: `{ exports, depth }`. Nothing goes into one again that was left by an exception. */
let current;

let loading;

/** The storage of the call that is under way. */
let storage;

/** Loads it once. A failed attempt is forgotten, so that the next call tries again. */
export function loadStart(fallback) {
  if (isUsable()) return Promise.resolve();
  loading ??= load(fallback).finally(() => (loading = undefined));
  return loading;
}

/** Compiles it at once, for platforms that do. */
export function loadStartSync() {
  unlessUnavailable(compileHere);
}

async function load(fallback) {
  try {
    // At once, since beside the page's own work it takes five times as long.
    compileHere();
    current = instantiateHere();
  } catch {
    await loadBeside(fallback);
  }
}

function compileHere() {
  if (compiled) return;
  const found = embeddedStart();
  compiled = typeof found === "function" ? found : new WebAssembly.Module(found);
}

/** Chrome before 114 compiles and makes nothing of this size at once on a page. */
async function loadBeside(fallback) {
  try {
    const here = newInstance();
    const made = await WebAssembly.instantiate(compiled ?? embeddedStart(), here.imports);
    here.exports = (made.instance ?? made).exports;
    compiled ??= made.module;
    // loadStartSync may have been faster.
    if (!isUsable()) current = here;
  } catch (cause) {
    compiled = await standIn(fallback, "start");
    if (!compiled) throw unavailable(cause);
  }
}

/** As `attempt`, but throws faults. */
export function ask(operation, about, further, kept) {
  const answer = attempt(operation, about, further, kept);
  if (answer.startsWith("fault=")) throw errorOf(answer);
  return answer;
}

/**
 * Asks the core.
 *
 * @param {number} operation
 * @param {string} [about] the settings, mostly
 * @param {string} [further]
 * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} [kept] where logins wait
 * @returns {string} may be a fault
 */
export function attempt(operation, about = "", further = "", kept) {
  const here = instanceInUse();
  const before = storage;
  storage = kept;
  if (here.depth === 0) here.exports.release();
  here.depth += 1;
  try {
    if (operation === AUTHORIZE || operation === PKCE) fillWithRandom(here.exports);
    const answer = here.text(here.exports.call(operation, Date.now(), here.write(about), here.write(further)));
    // A call from within this one, by way of the storage, may have been the end of the instance.
    if (here.depth > 0) return answer;
    throw brokenOff();
  } catch (cause) {
    // First, and without a call, for which there may be no room left on the stack.
    here.depth = NaN;
    throw cause instanceof ConsentKeyError ? cause : brokenOff(cause);
  } finally {
    storage = before;
    here.depth -= 1;
  }
}

function isUsable() {
  return current?.depth >= 0;
}

function instanceInUse() {
  if (!compiled) {
    throw new ConsentKeyError("not_initialized", "The core is not loaded yet: await init() or a create function first.");
  }
  if (current?.depth === 0 && current.exports.memory.buffer.byteLength > MEMORY_LIMIT) current = undefined;
  if (!isUsable()) unlessUnavailable(() => (current = instantiateAgain()));
  return current;
}

function instantiateAgain() {
  try {
    return instantiateHere();
  } catch (cause) {
    // Where none is made at once a later call finds it made.
    loadStart().catch(() => {});
    throw cause;
  }
}

function instantiateHere() {
  const here = newInstance();
  const isStandIn = typeof compiled === "function";
  here.exports = isStandIn ? compiled(here.imports) : new WebAssembly.Instance(compiled, here.imports).exports;
  return here;
}

function newInstance() {
  const { TextDecoder, TextEncoder } = codecs();
  const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
  const here = {
    depth: 0,
    write(text) {
      const { memory, reserve } = here.exports;
      const at = reserve(text.length * 3);
      const { written } = encoder.encodeInto(text, new Uint8Array(memory.buffer, at + 4));
      new DataView(memory.buffer).setUint32(at, written, true);
      return at;
    },
    text: (at) => here.slice(at + 4, new DataView(here.exports.memory.buffer).getUint32(at, true)),
    slice: (at, length) => decoder.decode(new Uint8Array(here.exports.memory.buffer, at, length)),
  };
  here.imports = {
    env: {
      get(at, length) {
        try {
          const value = storage.getItem(here.slice(at, length));
          return typeof value === "string" ? here.write(value) : 0;
        } catch {
          return 1;
        }
      },
      put(at, length, valueAt, valueLength) {
        try {
          const key = here.slice(at, length);
          if (valueAt) storage.setItem(key, here.slice(valueAt, valueLength));
          else storage.removeItem(key);
          return 0;
        } catch {
          return 1;
        }
      },
    },
  };
  return here;
}

function fillWithRandom({ memory, random }) {
  try {
    crypto.getRandomValues(new Uint8Array(memory.buffer, random(), 96));
  } catch {
    throw new ConsentKeyError(
      "wasm_unavailable",
      "This platform has no secure randomness (`crypto.getRandomValues`).",
    );
  }
}

/** Does work that needs WebAssembly. */
export function unlessUnavailable(work) {
  try {
    work();
  } catch (cause) {
    throw unavailable(cause);
  }
}

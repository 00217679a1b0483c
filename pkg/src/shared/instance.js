import { createGlue } from "../../core/glue.js";
import { codecs } from "./codecs.js";
import { brokenOff } from "./unavailable.js";

/**
 * Makes an instance of the core at once: `{ glue, memory, isLost }`.
 *
 * @param {WebAssembly.Module | Function} core a function makes one where there is no WebAssembly
 */
export function instantiate(core) {
  if (typeof core === "function") return core();
  return instanceOf((imports) => new WebAssembly.Instance(core, imports).exports);
}

/** The instance whose exports `make` makes from its imports. */
export function instanceOf(make) {
  const glue = createGlue(QuietRegistry, codecs());
  return start(glue, make(importsOf(glue)));
}

/** As `instantiate`, also for Chrome before 114, which makes nothing of this size at once on a page. */
export async function instantiateOnPage(core) {
  try {
    return instantiate(core);
  } catch {
    const glue = createGlue(QuietRegistry, codecs());
    const { exports } = await WebAssembly.instantiate(core, importsOf(glue));
    return start(glue, exports);
  }
}

function importsOf(glue) {
  return { "./consentkey_bg.js": glue };
}

function start(glue, exports) {
  const instance = { glue, memory: exports.memory, isLost: false };
  glue.__wbg_set_wasm(guarded(exports, instance));
  exports.__wbindgen_start?.();
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
    throw brokenOff(cause, "A sign-in whose answer was being read has to be started again.");
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

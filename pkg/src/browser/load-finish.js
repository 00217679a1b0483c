import { ConsentKeyError } from "../shared/error.js";
import { importFinish } from "./import-finish.js";
import { isModule } from "../shared/kind-of.js";
import { errorOf } from "../shared/sentences.js";
import { unlessUnavailable } from "./start.js";

/** A core of the caller's for the second half, whose own one counts where there is none. */
let source;

/** What `init` was given for where there is no WebAssembly. */
let fallback;

/** Says what stands in for the cores where there is no WebAssembly. */
export function setFallback(given) {
  fallback = given ?? fallback;
}

/** Says at once where the core of the second half comes from: its bytes, or a module. */
export function setFinishSource(given) {
  unlessUnavailable(() => (source = isModule(given) ? given : new WebAssembly.Module(given)));
}

/** The second half, with its core loaded. A failed attempt is forgotten, so that the next one tries again. */
export async function loadFinish(given = source) {
  const finish = await fetchFinish();
  await finish.init(fallback ? { source: given, fallback } : given, errorOf);
  return finish;
}

async function fetchFinish() {
  try {
    return await importFinish();
  } catch (cause) {
    throw new ConsentKeyError(
      "wasm_unavailable",
      "The second half of the library (finish.js) could not be loaded. Check that it is served beside the first, and " +
        "the connection; nothing was used up, so the same call can be made again.",
      { cause },
    );
  }
}

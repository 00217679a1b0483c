import { ConsentKeyError } from "./error.js";

/** What `init` was given for the second half's core; its own bytes where it was given nothing. */
let source;

/** Says where the core of the second half comes from. */
export function setFinishSource(given) {
  source = given;
}

/** The second half, with its core loaded. A failed attempt is forgotten, so that the next one tries again. */
export async function loadFinish() {
  const finish = await importFinish();
  await finish.init(source);
  return finish;
}

async function importFinish() {
  try {
    return await import("./finish.js");
  } catch (cause) {
    throw new ConsentKeyError(
      "wasm_unavailable",
      "The second half of the library (finish.js) could not be loaded. Check that it is served beside the first, and " +
        "the connection; nothing was used up, so the same call can be made again.",
      { cause },
    );
  }
}

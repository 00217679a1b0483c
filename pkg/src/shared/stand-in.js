/** Where the default export of `consentkey/nowasm` keeps the cores that stand in: `{ start, core }`. */
export const STAND_IN = Symbol.for("consentkey.nowasm");

/** What stands in for the core of this name; `undefined` where `fallback`, of `init`, gives none. */
export async function standIn(fallback, name) {
  try {
    return (await fallback?.())?.default[STAND_IN][name];
  } catch {
    // Then what kept WebAssembly from working is what there is to tell.
    return undefined;
  }
}

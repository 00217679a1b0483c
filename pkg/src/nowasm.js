import { STAND_IN, embeddedCore, init as load, initSync as loadSync } from "./core.js";

export * from "./index.js";

/** The core is in this module, as JavaScript. No other is of use, so that a source is not looked at. */
export default function init() {
  return load();
}

export function initSync() {
  loadSync(embeddedCore());
}

init[STAND_IN] = embeddedCore();

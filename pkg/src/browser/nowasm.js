import { embeddedCore } from "../shared/core.js";
import { STAND_IN } from "../shared/stand-in.js";
import { embeddedStart, loadStart } from "./start.js";

export * from "./index.js";

/** The cores are in this module, as JavaScript. No other is of use, so that a source is not looked at. */
export default function init() {
  return loadStart();
}

export function initSync() {
  loadStart();
}

init[STAND_IN] = { start: embeddedStart(), core: embeddedCore() };

import core from "embedded:core";
import start from "embedded:start";
import { STAND_IN } from "../shared/stand-in.js";
import { loadStart } from "./start.js";

export * from "./index.js";

/** The cores are in this module, as JavaScript. No other is of use, so that a source is not looked at. */
export default function init() {
  return loadStart();
}

export function initSync() {
  loadStart();
}

init[STAND_IN] = { start: start(), core: core() };

import { ConsentKeyError } from "../shared/error.js";
import { HANDLINGS } from "../shared/tc-problems.js";

const CALLBACKS = ["tcfapi", "idconsent", "inject", "onStatus", "onError"];
const OPTIONS = new Set([...CALLBACKS, "cache", "adtechPass", "tcfProblems"]);

/** The options by their own properties, and by no unknown name. */
export function optionsOf(options) {
  const given = { __proto__: null, ...options };
  const wrong =
    Object.keys(given).find((name) => !OPTIONS.has(name)) ??
    CALLBACKS.find((name) => given[name] != null && typeof given[name] !== "function") ??
    (given.tcfProblems == null || HANDLINGS.includes(given.tcfProblems) ? undefined : "tcfProblems");
  if (!wrong) return given;
  throw new ConsentKeyError("config_invalid", `\`${wrong}\` is no option of connectTcf(), or of another kind: see TcfOptions.`);
}

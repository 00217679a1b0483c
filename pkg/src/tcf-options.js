import { ConsentKeyError } from "./error.js";

const CALLBACKS = ["tcfapi", "idconsent", "inject", "onStatus", "onError"];
const OPTIONS = new Set([...CALLBACKS, "cache", "adtechPass"]);

/** The options by their own properties, and by no unknown name. */
export function optionsOf(options) {
  const given = { __proto__: null, ...options };
  const wrong =
    Object.keys(given).find((name) => !OPTIONS.has(name)) ??
    CALLBACKS.find((name) => given[name] != null && typeof given[name] !== "function");
  if (!wrong) return given;
  throw new ConsentKeyError("config_invalid", `\`${wrong}\` is no option of connectTcf(), or no function: see TcfOptions.`);
}

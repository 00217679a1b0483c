import { BANKID_LIFETIMES } from "./bankid/index.js";
import { LIFETIMES } from "./broker/index.js";
import { ORDER_LIFETIMES } from "./signdoc/orders.js";

const TOKENS = { ...LIFETIMES, ...BANKID_LIFETIMES };

/**
 * Tells at the start what would otherwise be ignored, or show at the first token.
 *
 * @param {Record<string, number>} [lifetimes] seconds: whole ones, as tokens count them; fractions too for orders
 * @throws {TypeError}
 */
export function assertLifetimes(lifetimes = {}) {
  for (const [name, seconds] of Object.entries(lifetimes)) {
    const isOrder = Object.hasOwn(ORDER_LIFETIMES, name);
    if (!isOrder && !Object.hasOwn(TOKENS, name)) throw new TypeError(`lifetimes: "${name}" is none of the sandbox's`);
    if (isOrder ? !(Number.isFinite(seconds) && seconds >= 0) : !(Number.isSafeInteger(seconds) && seconds > 0)) {
      throw new TypeError(`lifetimes: "${name}" has to be ${isOrder ? "0 or more" : "a whole number of"} seconds`);
    }
  }
}

import { kind } from "./options.js";

const METHODS = ["getItem", "setItem", "removeItem"];
const memory = new Map();

/** Looked up on each call: a browser may throw at the mere mention of a storage it refuses. */
const web = (name) => threeMethods((method, values) => globalThis[name][method](...values));

export const SESSION = web("sessionStorage");
export const MEMORY = {
  getItem: (key) => memory.get(key) ?? null,
  setItem: (key, value) => memory.set(key, value),
  removeItem: (key) => memory.delete(key),
};
const CHOICES = { __proto__: null, session: SESSION, local: web("localStorage"), memory: MEMORY };

/** The option `storage`: the three methods that are meant. */
export const STORAGE = kind(
  '"session", "local", "memory" or an object with getItem, setItem and removeItem',
  (storage) => {
    if (typeof storage === "string") return CHOICES[storage];
    const isStorage = typeof storage === "object" && METHODS.every((method) => typeof storage[method] === "function");
    return isStorage ? guarded(storage) : undefined;
  },
);

/**
 * A caller's storage is called from within the core. One that calls back into its client finds it unavailable, since
 * what the core is about to write is not there yet.
 */
function guarded(storage) {
  let isBusy = false;
  return threeMethods((method, values) => {
    if (isBusy) throw new Error("The storage is busy.");
    isBusy = true;
    try {
      return storage[method](...values);
    } finally {
      isBusy = false;
    }
  });
}

function threeMethods(call) {
  return Object.fromEntries(METHODS.map((method) => [method, (...values) => call(method, values)]));
}

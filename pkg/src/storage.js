import { ConsentKeyError } from "./error.js";

const METHODS = ["getItem", "setItem", "removeItem"];
const memory = new Map();

/** Looked up on each call: a browser may throw at the mere mention of a storage it refuses. */
const web = (name) =>
  Object.fromEntries(METHODS.map((method) => [method, (...values) => globalThis[name][method](...values)]));

const CHOICES = {
  session: web("sessionStorage"),
  local: web("localStorage"),
  memory: {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, value) => memory.set(key, value),
    removeItem: (key) => memory.delete(key),
  },
};

/** The three methods behind the option `storage`. */
export function storageOf(options) {
  const storage = options?.storage;
  const found = typeof storage === "object" ? (storage ?? CHOICES.session) : CHOICES[storage ?? "session"];
  if (found && METHODS.every((method) => typeof found[method] === "function")) return found;
  throw new ConsentKeyError(
    "config_invalid",
    '`storage` must be "session", "local", "memory" or an object with getItem, setItem and removeItem.',
  );
}

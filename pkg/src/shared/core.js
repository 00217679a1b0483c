import embeddedCore from "embedded:core";
import { ConsentKeyError } from "./error.js";
import { instantiate, instantiateOnPage } from "./instance.js";
import { isModule } from "./kind-of.js";
import { compile } from "./source.js";
import { standIn } from "./stand-in.js";
import { unavailable } from "./unavailable.js";

/** Memory never gets smaller, so that an instance which once needed more is given up, in bytes. */
const MEMORY_LIMIT = 16 * 1024 * 1024;

/** A module, or what stands in for one, once it is known to be the core: another instance can be made of it. */
let module;

/** The instance in use. */
let current;

let loading;

/** The core's functions and classes, once loaded. Objects of theirs last as long as the instance; see `lasting`. */
export function core() {
  if (!module) {
    throw new ConsentKeyError("not_initialized", "The core is not loaded yet: await init() or a create function first.");
  }
  if (!isUsable() || current.memory.buffer.byteLength > MEMORY_LIMIT) current = instantiateAgain();
  return current.glue;
}

/**
 * An object of the core that outlives instances: it is made again when its own one is gone. `make` gets what
 * `core()` gives, and has to make the same again whenever it is called.
 */
export function lasting(make) {
  let object, maker;
  const renewed = () => {
    const glue = core();
    if (maker !== glue) [object, maker] = [make(glue), glue];
    return object;
  };
  renewed();
  return new Proxy({}, {
    get(_, name) {
      const member = renewed()[name];
      return typeof member === "function" ? member.bind(object) : member;
    },
  });
}

/** Loads the core once. A failed attempt is forgotten, so that the next call tries again. */
export function init(source) {
  if (isUsable()) return Promise.resolve();
  const { fallback } = typeof source?.fallback === "function" ? source : {};
  loading ??= load(fallback ? source.source : source, fallback).finally(() => (loading = undefined));
  return loading;
}

/** Loads the core from what is already there, at once. */
export function initSync(source) {
  if (isUsable()) return;
  try {
    const found = module ?? (isModule(source) ? source : new WebAssembly.Module(source));
    adopt(found, instantiate(found));
  } catch (cause) {
    throw unavailable(cause, source);
  }
}

function isUsable() {
  return current?.isLost === false;
}

async function load(source, fallback) {
  try {
    const found = module ?? (await compile(source ?? embeddedCore()));
    adopt(found, await instantiateOnPage(found));
  } catch (cause) {
    const found = await standIn(fallback, "core");
    if (!found) throw unavailable(cause, source);
    adopt(found, instantiate(found));
  }
}

function adopt(found, instance) {
  // initSync may have been faster.
  if (isUsable()) return;
  module = found;
  current = instance;
}

function instantiateAgain() {
  try {
    return instantiate(module);
  } catch (cause) {
    // Chrome before 114 makes no instance of this size at once on a page: a later call finds it made.
    init().catch(() => {});
    throw unavailable(cause);
  }
}

import { own } from "../shared/own.js";
import { recordOf } from "./tcf-data.js";

const KEY = "consentkey.tcf";
const VERSION = 1;
const NOTHING = { status: null, readAt: 0, waiting: null, injected: null, refusedAt: 0, givenUpAt: 0 };

/**
 * What outlasts a page: the status and when it was read, the consent that waits to be stored, the TC string that was
 * last injected, when the user last refused, and when a decision was last given up. Looked up each time, so that tabs don't overwrite what another one
 * has learnt. A cache that did not take what it was given is not believed until somebody else has written to it.
 */
export class Record {
  #cache;
  #here = NOTHING;
  #isRefused = false;
  /** What a cache that refused went on holding. */
  #stale;

  constructor(cache) {
    this.#cache = cache;
  }

  get() {
    const text = this.#ask("getItem");
    if (this.#isRefused && text === this.#stale) return this.#here;
    const found = parse(text);
    if (!found) return this.#here;
    this.#here = this.#isRefused ? latest(this.#here, found) : found;
    return this.#here;
  }

  set(changes) {
    this.#here = { ...this.get(), ...changes };
    const text = JSON.stringify({ v: VERSION, ...this.#here });
    if (this.#takes(text)) return;
    // An older record would be taken for the latest by the next page, and makes room for this one.
    this.#ask("removeItem");
    this.#takes(text);
  }

  clear() {
    this.#here = NOTHING;
    this.#ask("removeItem");
    this.#compare(null);
    if (this.#isRefused) this.#takes("");
  }

  #takes(text) {
    this.#ask("setItem", text);
    return this.#compare(text);
  }

  #compare(text) {
    this.#stale = this.#ask("getItem");
    this.#isRefused = (this.#stale ?? null) !== text;
    return !this.#isRefused;
  }

  #ask(method, ...values) {
    try {
      const answer = (this.#cache ?? globalThis.localStorage)[method](KEY, ...values);
      // No Storage answers a promise; one that does is not to fail aloud.
      if (typeof answer !== "string") Promise.resolve(answer).catch(() => {});
      return answer;
    } catch {
      return undefined;
    }
  }
}

function parse(text) {
  try {
    const found = JSON.parse(text);
    return own(found, "v") === VERSION ? recordOf(found) : undefined;
  } catch {
    return undefined;
  }
}

/** What another tab wrote, but for a later decision of this page that could not be. */
function latest(here, found) {
  const waiting = here.waiting && !(found.waiting?.at > here.waiting.at) ? here.waiting : found.waiting;
  return { ...found, waiting, ...latestOf("refusedAt", here, found), ...latestOf("givenUpAt", here, found) };
}

function latestOf(name, one, other) {
  return { [name]: Math.max(one[name], other[name]) };
}

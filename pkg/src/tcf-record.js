const KEY = "consentkey.tcf";
const VERSION = 1;
const NOTHING = { status: null, readAt: 0, waiting: null };

/**
 * What outlasts a page: the status and when it was read, and the consent that waits to be stored. Looked up each
 * time, so that tabs don't overwrite what another one has learnt. A storage that refuses leaves it to this page.
 */
export class Record {
  #cache;
  #here = NOTHING;

  constructor(cache) {
    this.#cache = cache;
  }

  get() {
    try {
      const { v, ...found } = JSON.parse(this.#storage().getItem(KEY));
      if (v === VERSION && isRecord(found)) return found;
      return NOTHING;
    } catch {
      return this.#here;
    }
  }

  set(changes) {
    this.#here = { ...this.get(), ...changes };
    try {
      this.#storage().setItem(KEY, JSON.stringify({ v: VERSION, ...this.#here }));
    } catch {
      // Full or refused: this page has its copy.
    }
  }

  clear() {
    this.#here = NOTHING;
    try {
      this.#storage().removeItem(KEY);
    } catch {
      // There was nothing then.
    }
  }

  #storage() {
    return this.#cache ?? globalThis.localStorage;
  }
}

function isRecord({ status, readAt, waiting }) {
  const isStatus = status === null || typeof status?.subjectIdentifiers === "object";
  const isWaiting = waiting === null || typeof waiting?.tcString === "string";
  return isStatus && isWaiting && Number.isFinite(readAt);
}

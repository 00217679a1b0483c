import { ConsentKeyError } from "./error.js";
import { Record } from "./tcf-record.js";

export { ConsentKeyError };

const TCF_VERSION = 2;
const PASS = "netid_utiq_adtechpass";

// All in milliseconds.
const DAY = 24 * 60 * 60 * 1000;
const LOOK = 100;
const PATIENCE = 10_000;
const FIRST_RETRY = 1000;
const RETRIES = 5;

/** Refusals that the same string would meet again. */
const HOPELESS = new Set(["PERMISSION_PARAMETERS_ERROR", "NO_PERMISSIONS", "JSON_PARSE_ERROR", "NO_REQUEST_BODY"]);

export function connectTcf(permissions, options) {
  if (typeof permissions?.read !== "function" || typeof permissions.write !== "function") {
    throw new ConsentKeyError("config_invalid", "`permissions` must have read() and write(): give `client.permissions`.");
  }
  const connection = new Connection(permissions, options ?? {});
  return {
    status: connection.status,
    flush: () => connection.flush(),
    disconnect: () => connection.disconnect(),
  };
}

class Connection {
  #permissions;
  #options;
  #record;
  #timers = new Set();
  #tcfapi;
  #listenerId;
  #isOver = false;
  #work;
  #retries = 0;
  /** The CMP's own TC string, once it has told one, and whether the user has acted since this page was loaded. */
  #own;
  #hasActed = false;
  /** Whether what the cache holds is known to be fresh. */
  #isKnown = false;
  #injected;
  /** What this page has stored, for comparison while no status is known. */
  #lastStored = null;

  constructor(permissions, options) {
    this.#permissions = permissions;
    this.#options = options;
    this.#record = new Record(options.cache === false ? new Forgetful() : options.cache);
    this.status = this.#readStatus();
    this.#findCmp(Date.now() + PATIENCE);
    // Where nobody is signed in, what waits goes on waiting.
    this.status.then((status) => status && this.flush());
  }

  /** Tries to store what waits; done when nothing more can be done now. */
  flush() {
    this.#retries = 0;
    return this.#store();
  }

  disconnect() {
    this.#isOver = true;
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#listenerId !== undefined) {
      quietly(() => this.#tcfapi("removeEventListener", TCF_VERSION, () => {}, this.#listenerId));
    }
  }

  async #readStatus() {
    // Not before whoever made this connection has it in hand.
    await null;
    const { status, readAt } = this.#record.get();
    const isFresh = status && readAt <= Date.now() && Date.now() - readAt < DAY;
    const found = isFresh ? status : await this.#askForStatus();
    if (found) this.#keepPass(found.subjectIdentifiers.etpid, found.idconsent?.status);
    this.#call("onStatus", found);
    this.#isKnown = true;
    this.#inject();
    return found;
  }

  async #askForStatus() {
    try {
      const status = await this.#permissions.read();
      this.#record.set({ status, readAt: Date.now() });
      return status;
    } catch (error) {
      this.#record.set({ status: null });
      this.#take(error);
      return null;
    }
  }

  #findCmp(deadline) {
    const tcfapi = this.#options.tcfapi ?? globalThis.__tcfapi;
    if (typeof tcfapi === "function") return this.#listen(tcfapi);
    if (Date.now() < deadline) return this.#after(LOOK, () => this.#findCmp(deadline));
    this.#call(
      "onError",
      new ConsentKeyError("config_invalid", "There is no __tcfapi on this page: load the CMP's stub before this is called."),
    );
    this.#after(PATIENCE, () => this.#findCmp(Infinity));
  }

  #listen(tcfapi) {
    this.#tcfapi = tcfapi;
    quietly(() => {
      tcfapi("addEventListener", TCF_VERSION, (tcData, success) => {
        if (success && tcData) quietly(() => this.#hear(tcData));
      });
    });
  }

  #hear(tcData) {
    this.#listenerId = tcData.listenerId ?? this.#listenerId;
    if (this.#isOver) return this.disconnect();
    const { tcString, eventStatus, gdprApplies } = tcData;
    if (gdprApplies === false) return;
    this.#own = tcString ?? "";
    if (eventStatus === "useractioncomplete" && tcString) {
      const idconsent = this.#call("idconsent", tcData);
      this.#hasActed = tcString !== this.#injected;
      this.#record.set({ waiting: { tcString, idconsent: asIdconsent(idconsent), at: Date.now() } });
      this.flush();
    }
    this.#inject();
  }

  /** Hands the stored TC string to the CMP, once, unless the user has just decided anew. */
  #inject() {
    const { waiting, status } = this.#record.get();
    const stored = status?.iabTcString;
    if (!stored?.value || !this.#isKnown || this.#own === undefined || this.#isOver) return;
    if (this.#hasActed || (waiting && !this.#isOutdated(waiting, status))) return;
    if (stored.value === this.#own || stored.value === this.#injected) return;
    this.#injected = stored.value;
    this.#call("inject", stored.value);
  }

  /** Whether something newer was stored, from another device, than what waits since an earlier page. */
  #isOutdated({ at }, status) {
    return !this.#hasActed && status?.iabTcString?.changedAt > at;
  }

  #store() {
    this.#work ??= this.#storeAll().finally(() => (this.#work = undefined));
    return this.#work;
  }

  async #storeAll() {
    await this.status;
    for (;;) {
      const { waiting, status } = this.#record.get();
      if (!waiting || this.#isOver) return;
      const changes = changesOf(waiting, status ?? this.#lastStored);
      if (!changes || this.#isOutdated(waiting, status)) {
        this.#forget(waiting);
        this.#inject();
        continue;
      }
      try {
        const subjectIdentifiers = await this.#permissions.write(changes);
        this.#stored(waiting, changes, subjectIdentifiers);
      } catch (error) {
        if (!this.#refused(waiting, error)) return;
      }
    }
  }

  #stored(waiting, { iabTcString, idconsent }, subjectIdentifiers) {
    this.#retries = 0;
    const changedAt = Date.now();
    const { status } = this.#record.get();
    const stored = { ...(status ?? this.#lastStored), statusCode: "PERMISSIONS_FOUND", subjectIdentifiers };
    if (iabTcString) stored.iabTcString = { value: iabTcString, changedAt };
    if (idconsent) stored.idconsent = { status: idconsent, changedAt };
    if (status) this.#record.set({ status: stored });
    this.#lastStored = stored;
    this.#keepPass(subjectIdentifiers.etpid, stored.idconsent?.status);
    this.#forget(waiting);
  }

  /** Answers whether there may be something else to store. */
  #refused(waiting, error) {
    if (error?.code === "tc_string_invalid" || HOPELESS.has(error?.statusCode)) {
      this.#forget(waiting);
      this.#take(error);
      return true;
    }
    if (isPassing(error) && this.#retries < RETRIES) {
      this.#after(FIRST_RETRY * 2 ** this.#retries, () => this.#store());
      this.#retries += 1;
    } else {
      this.#take(error);
    }
    return false;
  }

  /** Takes back what waited, unless something newer has taken its place. */
  #forget({ at, tcString }) {
    const { waiting } = this.#record.get();
    if (waiting?.at === at && waiting.tcString === tcString) this.#record.set({ waiting: null });
  }

  #take(error) {
    if (error?.statusCode === "NO_TPID") return;
    if (error?.statusCode === "TPID_EXISTENCE_ERROR") {
      this.#record.clear();
      this.#keepPass(null);
    }
    this.#call("onError", error);
  }

  #keepPass(etpid, idconsent) {
    if (!this.#options.adtechPass) return;
    quietly(() => (etpid && idconsent !== "INVALID" ? localStorage.setItem(PASS, etpid) : localStorage.removeItem(PASS)));
  }

  /** Calls back to the page, whose mistakes are its own. */
  #call(name, value) {
    if (this.#isOver) return undefined;
    try {
      const answer = this.#options[name]?.(value);
      Promise.resolve(answer).catch(report);
      return answer;
    } catch (error) {
      return report(error);
    }
  }

  #after(delay, act) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delay);
    this.#timers.add(timer);
  }
}

/** Stands in for a cache that the page does not want. */
class Forgetful {
  #values = new Map();
  getItem = (key) => this.#values.get(key) ?? null;
  setItem = (key, value) => this.#values.set(key, value);
  removeItem = (key) => this.#values.delete(key);
}

/** What of a consent is not stored yet; undefined when all of it is. */
function changesOf({ tcString, idconsent }, status) {
  const changes = {};
  if (tcString !== status?.iabTcString?.value) changes.iabTcString = tcString;
  if (idconsent && idconsent !== status?.idconsent?.status) changes.idconsent = idconsent;
  return Object.keys(changes).length > 0 ? changes : undefined;
}

const asIdconsent = (value) => (value === "VALID" || value === "INVALID" ? value : undefined);

/** Whether the same call may go through a little later. A server that asks for less is not asked again at once. */
function isPassing({ code, status } = {}) {
  return code === "network" || code === "timeout" || (code === "permission_failed" && status >= 500);
}

function quietly(work) {
  try {
    work();
  } catch (error) {
    report(error);
  }
}

/** Shows a mistake of others in the console, where it harms nobody. */
function report(error) {
  globalThis.reportError?.(error);
}

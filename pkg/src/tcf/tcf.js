import { ConsentKeyError } from "../shared/error.js";
import { isTcString } from "../shared/tc-string.js";
import { Cmp } from "./tcf-cmp.js";
import { factsOf, idconsentOf, identifiersOf, statusOf } from "./tcf-data.js";
import { own } from "../shared/own.js";
import { Echoes } from "./tcf-echoes.js";
import { Guard } from "./tcf-guard.js";
import { optionsOf } from "./tcf-options.js";
import { report } from "./tcf-isolated.js";
import { Record } from "./tcf-record.js";
import { changesOf, isHopeless, isNobody, isPassing, isRefusal, isSameDecision, lastChangeOf } from "./tcf-rules.js";

export { ConsentKeyError };
export { inspectTcString } from "../shared/tc-facts.js";

const PASS = "netid_utiq_adtechpass";

// All in milliseconds.
const DAY = 24 * 60 * 60 * 1000;
const FIRST_RETRY = 1000;
const RETRIES = 5;

/** How often what waits is looked at in one go: a cache that answers ever anew ends nothing. */
const MOST_TURNS = 20;

export function connectTcf(permissions, options) {
  if (typeof permissions?.read !== "function" || typeof permissions.write !== "function") {
    throw new ConsentKeyError("config_invalid", "`permissions` must have read() and write(): give `client.permissions`.");
  }
  const connection = new Connection(permissions, optionsOf(options));
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
  #guard;
  #echoes = new Echoes();
  #timers = new Set();
  #cmp;
  #isOver = false;
  #work;
  #turns = 0;
  #retries = 0;
  /** The CMP's own TC string, once it has told one, and whether the user has decided since this page was loaded. */
  #own;
  #hasActed = false;
  /** Whether what the cache holds is known to be fresh. */
  #isKnown = false;
  #hasInjected = false;
  /** What this page has stored, for comparison while no status is known. */
  #lastStored = null;

  constructor(permissions, options) {
    this.#permissions = permissions;
    this.#options = options;
    this.#record = new Record(options.cache);
    this.#guard = new Guard(options.tcfProblems, (error) => this.#call("onError", error));
    this.#echoes.recall(this.#record.get().injected);
    if (!options.adtechPass) this.#keepPass(null);
    this.status = this.#readStatus();
    this.#cmp = new Cmp(options.tcfapi, (tcData) => this.#hear(tcData), () => this.#miss());
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
    this.#cmp.leave();
  }

  async #readStatus() {
    // Not before whoever made this connection has it in hand.
    await null;
    const { status, readAt } = this.#record.get();
    const isFresh = status && readAt <= Date.now() && Date.now() - readAt < DAY;
    const found = isFresh ? status : await this.#askForStatus();
    if (found) this.#keepPass(found, lastChangeOf(found));
    this.#call("onStatus", found);
    this.#isKnown = true;
    this.#inject();
    return found;
  }

  async #askForStatus() {
    try {
      const status = statusOf(await this.#permissions.read());
      if (!status) throw new ConsentKeyError("permission_failed", "What `permissions.read()` answered is no PrivacyStatus.");
      this.#record.set({ status, readAt: Date.now() });
      return status;
    } catch (error) {
      this.#record.set({ status: null });
      this.#take(error);
      return null;
    }
  }

  #miss() {
    const message = "There is no __tcfapi on this page: load the CMP's stub before this is called.";
    this.#call("onError", new ConsentKeyError("config_invalid", message));
  }

  #hear(tcData) {
    if (own(tcData, "gdprApplies") === false) {
      this.#own = undefined;
      return;
    }
    const eventStatus = own(tcData, "eventStatus");
    const tcString = own(tcData, "tcString");
    const isText = typeof tcString === "string" && tcString !== "";
    if (eventStatus === "cmpuishown") this.#echoes.shown();
    if (eventStatus === "useractioncomplete" && isText) this.#hearDecision(tcString, tcData);
    // A dialogue that opens may tell none; the CMP still has its own.
    this.#own = isText ? tcString : (this.#own ?? "");
    this.#inject();
  }

  #hearDecision(tcString, tcData) {
    const { status, waiting: before, injected } = this.#record.get();
    this.#echoes.recall(injected);
    const stored = this.#isKnown ? (status?.iabTcString?.value ?? "") : undefined;
    if (this.#echoes.isEcho(tcString, stored)) return this.#record.set({ injected: tcString });
    const { isQuiet } = this.#echoes;
    // What the CMP has told on loading, once more: the user may have decided so at any time.
    if (isQuiet && !this.#hasInjected && this.#own && isSameDecision(tcString, this.#own)) {
      if (!before) this.#record.set({ waiting: { tcString, at: 0, isQuiet } });
      this.flush();
      return;
    }
    this.#hasActed = true;
    this.#echoes.acted();
    const idconsent = idconsentOf(this.#call("idconsent", tcData));
    const at = Date.now();
    const isRefused = isRefusal(tcString, idconsent);
    if (isRefused) this.#keepPass(null);
    const waiting = { tcString, idconsent, at, isQuiet };
    this.#record.set({ waiting, injected: null, refusedAt: isRefused ? at : 0, givenUpAt: 0 });
    this.flush();
  }

  /** Hands the stored TC string to the CMP, once, unless the user has just decided anew. */
  #inject() {
    const { waiting, status, givenUpAt } = this.#record.get();
    const { value: stored, changedAt } = status?.iabTcString ?? {};
    if (!isTcString(stored) || !this.#isKnown || this.#own === undefined || this.#isOver) return;
    // What netID would not store is the user's decision all the same.
    if (givenUpAt > 0 && !(changedAt > givenUpAt)) return;
    if (this.#hasActed || (waiting && !this.#isOutdated(waiting, status))) return;
    if (!this.#options.inject || this.#hasInjected || isSameDecision(stored, this.#own)) return;
    this.#hasInjected = true;
    this.#record.set({ injected: stored });
    this.#echoes.inject(stored, () => this.#call("inject", stored));
  }

  /** Whether something newer was stored, from another device, than what waits since an earlier page. */
  #isOutdated({ at }, status) {
    return !this.#hasActed && status?.iabTcString?.changedAt > at;
  }

  #store() {
    this.#turns = 0;
    this.#work ??= this.#storeAll();
    return this.#work;
  }

  async #storeAll() {
    await this.status;
    let isMore = true;
    for (let next = this.#next(); next; next = isMore && this.#next()) {
      try {
        const answer = await this.#permissions.write(next.changes, { tcfProblems: "ignore" });
        this.#stored(next, identifiersOf(answer));
      } catch (error) {
        isMore = this.#refused(next.waiting, error);
      }
    }
    // Not a tick later: what is decided in between would be waited for by nobody.
    this.#work = undefined;
  }

  /** What to store next. What needs no storing no longer waits. */
  #next() {
    while ((this.#turns += 1) <= MOST_TURNS) {
      const { waiting, status } = this.#record.get();
      if (!waiting || this.#isOver) return undefined;
      const changes = changesOf(waiting, status ?? this.#lastStored);
      if (changes && !this.#isOutdated(waiting, status)) return this.#allowed(waiting, changes);
      this.#forget(waiting);
      this.#inject();
    }
    return undefined;
  }

  /** What may be stored of a decision. Beside a refused TC string that is a withdrawal, and the rest goes on waiting. */
  #allowed(waiting, changes) {
    const { iabTcString, ...others } = changes;
    if (!iabTcString || this.#guard.allows(iabTcString)) return { waiting, changes };
    return others.idconsent === "INVALID" ? { waiting, changes: others, isPart: true } : undefined;
  }

  #stored({ waiting, changes: { iabTcString, idconsent }, isPart }, subjectIdentifiers) {
    this.#retries = 0;
    const changedAt = Date.now();
    const { status } = this.#record.get();
    const known = status ?? this.#lastStored ?? { idconsent: null, iabTcString: null };
    const stored = { ...known, statusCode: "PERMISSIONS_FOUND", subjectIdentifiers };
    if (iabTcString) stored.iabTcString = { value: iabTcString, changedAt };
    if (idconsent) stored.idconsent = { status: idconsent, changedAt };
    if (status) this.#record.set({ status: stored });
    this.#lastStored = stored;
    this.#keepPass(stored, waiting.at);
    if (!isPart) this.#forget(waiting);
  }

  /** Answers whether there may be something else to store. */
  #refused(waiting, error) {
    const facts = factsOf(error);
    if (isHopeless(facts)) {
      this.#forget(waiting);
      this.#record.set({ givenUpAt: Date.now() });
      this.#take(error);
      return true;
    }
    if (isPassing(facts) && this.#retries < RETRIES) {
      this.#after(FIRST_RETRY * 2 ** this.#retries, () => this.#store());
      this.#retries += 1;
    } else {
      this.#take(error);
    }
    return false;
  }

  /** Takes back what waited, unless something newer has taken its place. */
  #forget({ at, tcString, idconsent }) {
    const { waiting } = this.#record.get();
    const isIt = waiting?.at === at && waiting.tcString === tcString && waiting.idconsent === idconsent;
    if (isIt) this.#record.set({ waiting: null });
  }

  #take(error) {
    const facts = factsOf(error);
    const isGone = facts.statusCode === "TPID_EXISTENCE_ERROR";
    if (isGone) this.#record.clear();
    if (isGone || isNobody(facts)) this.#keepPass(null);
    if (isNobody(facts)) this.#forgetIdentifiers();
    else this.#call("onError", error);
  }

  /** Whoever is signed in next may be somebody else. */
  #forgetIdentifiers() {
    const { status } = this.#record.get();
    if (status) this.#record.set({ status: { ...status, subjectIdentifiers: identifiersOf(null) } });
    this.#lastStored = null;
  }

  /**
   * Keeps the pass, unless it is refused: by what is stored, or by the user since.
   *
   * @param {import("./index.js").PrivacyStatus | null} status
   * @param {number} [since] when that was decided
   */
  #keepPass(status, since) {
    if (this.#isOver) return;
    const etpid = status?.subjectIdentifiers.etpid;
    const isRefused = !etpid || isRefusal(status.iabTcString?.value, status.idconsent?.status) || this.#hasRefusedSince(since);
    try {
      localStorage.removeItem(PASS);
      if (!isRefused && this.#options.adtechPass) localStorage.setItem(PASS, etpid);
    } catch {
      // Where there is no storage there is no pass.
    }
  }

  #hasRefusedSince(instant) {
    const { refusedAt } = this.#record.get();
    return refusedAt > 0 && refusedAt >= instant;
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

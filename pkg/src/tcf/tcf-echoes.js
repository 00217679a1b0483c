import { decisionOf, isNarrowed, isSame } from "../shared/tc-string.js";

/** What all connections of a page share: one count of all that happens, and what was injected. */
const page = { now: 0, actedAt: 0, injections: [], running: undefined };

/**
 * Tells what comes back from a CMP because it was injected from what a user decides: CMPs call both
 * `useractioncomplete`. What comes back may be encoded anew, come several times, or come after the user's own act.
 */
export class Echoes {
  #actedAt = page.actedAt;
  #shownAt = 0;

  /** Takes up what an earlier page or another tab injected, if any: it has come back already, and may again. */
  recall(tcString) {
    const form = decisionOf(tcString);
    if (!tcString || find(form)) return;
    page.now += 1;
    page.injections.push({ forms: [form], at: page.now, heardAt: page.now, isPending: false });
  }

  /** Injects. What the CMP tells meanwhile comes of it, whatever it looks like. */
  inject(tcString, deliver) {
    const form = decisionOf(tcString);
    const injection = { forms: [form], at: ++page.now, heardAt: undefined, isPending: true };
    page.injections = [...page.injections.filter((known) => known !== find(form)), injection];
    const outer = page.running;
    page.running = injection;
    const settle = () => (injection.isPending = false);
    try {
      Promise.resolve(deliver()).then(settle, settle);
    } finally {
      page.running = outer;
    }
  }

  /** The CMP's dialogue is on display. */
  shown() {
    this.#shownAt = ++page.now;
  }

  /** The user has decided. */
  acted() {
    this.#actedAt = page.actedAt = ++page.now;
  }

  /** Whether this page knows of no dialogue and no decision yet, so that a user can hardly have decided just now. */
  get isQuiet() {
    return this.#shownAt === 0 && page.actedAt === 0;
  }

  /**
   * @param {string} tcString of a `useractioncomplete`
   * @param {string} [stored] the TC string that is stored: empty where none is, undefined while that is not known
   */
  isEcho(tcString, stored) {
    const form = decisionOf(tcString);
    const injection = page.running ?? find(form) ?? page.injections.find((known) => this.#isPartOf(form, known));
    if (!injection) return false;
    const isStored = stored === undefined || isSame(form, decisionOf(stored));
    if (injection !== page.running && this.#isOver(injection, isStored)) return false;
    if (!injection.forms.some((known) => isSame(known, form))) injection.forms.push(form);
    injection.heardAt = ++page.now;
    return true;
  }

  /** Whether what looks like this injection can only be the user's own. */
  #isOver({ at, heardAt }, isStored) {
    // Something else is stored by now, or nothing, and the dialogue has been opened again.
    if (at > this.#actedAt) return !isStored && this.#shownAt > heardAt;
    // The user has decided otherwise since. The CMP may come to tell of the injection after that, if it has not yet.
    return this.#shownAt > this.#actedAt || heardAt < this.#actedAt;
  }

  /** CMPs drop vendors that their list or configuration lacks. A user could do the same, but not without a dialogue. */
  #isPartOf(form, { forms: [whole], at, heardAt, isPending }) {
    const isFirst = heardAt === undefined && this.#shownAt < at;
    return isFirst && (isPending || form.terms !== whole.terms) && isNarrowed(form, whole);
  }
}

const find = (form) => page.injections.find(({ forms }) => forms.some((known) => isSame(known, form)));

import { own } from "../shared/own.js";
import { isolated } from "./tcf-isolated.js";

const TCF_VERSION = 2;

// All in milliseconds.
const LOOK_INTERVAL = 100;
const CMP_TIMEOUT = 10_000;

/** The CMP of this page, heard as soon as there is one. */
export class Cmp {
  #given;
  #hear;
  #miss;
  #timer;
  #tcfapi;
  #isGlobal = false;
  #listenerId;
  #isLeaving = false;
  #isOver = false;

  /**
   * @param {Function} [given] the CMP's API, where it is not `window.__tcfapi`
   * @param {(tcData: object) => void} hear called with each event
   * @param {() => void} miss called where there is no CMP for long
   */
  constructor(given, hear, miss) {
    this.#given = given;
    this.#hear = hear;
    this.#miss = miss;
    this.#find(Date.now() + CMP_TIMEOUT);
  }

  /** Hears nothing from now on. */
  leave() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#remove();
  }

  #find(deadline) {
    const tcfapi = this.#given ?? globalThis.__tcfapi;
    if (typeof tcfapi === "function") return this.#listen(tcfapi);
    const isLate = Date.now() >= deadline;
    this.#timer = isLate
      ? setTimeout(() => this.#find(Infinity), CMP_TIMEOUT)
      : setTimeout(() => this.#find(deadline), LOOK_INTERVAL);
    if (isLate) this.#miss();
  }

  #listen(tcfapi) {
    this.#tcfapi = tcfapi;
    this.#isGlobal = tcfapi === globalThis.__tcfapi;
    isolated(() => {
      tcfapi("addEventListener", TCF_VERSION, (tcData, success) => {
        if (success && tcData) isolated(() => this.#tell(tcData));
      });
    });
  }

  #tell(tcData) {
    this.#listenerId = own(tcData, "listenerId") ?? this.#listenerId;
    // The stub names no listener: one that was to leave before the CMP came does so now.
    if (this.#isOver) this.#remove();
    else this.#hear(tcData);
  }

  /** Takes the listener back from what is `__tcfapi` by now, since the CMP takes the stub's place. */
  #remove() {
    if (this.#listenerId === undefined || this.#isLeaving) return;
    this.#isLeaving = true;
    const { __tcfapi } = globalThis;
    const tcfapi = this.#isGlobal && typeof __tcfapi === "function" ? __tcfapi : this.#tcfapi;
    isolated(() => tcfapi("removeEventListener", TCF_VERSION, () => {}, this.#listenerId));
    this.#isLeaving = false;
  }
}

// A page view with a CMP and a Permission Center of the test's own, in Node: a view each has a copy of the library.

/** What a browser keeps from view to view. */
export class Storage {
  #values = new Map();
  getItem(key) {
    return this.#values.get(key) ?? null;
  }
  setItem(key, value) {
    this.#values.set(key, String(value));
  }
  removeItem(key) {
    this.#values.delete(key);
  }
}

/** A CMP that tells just what the test says, and takes the listeners that it is asked to. */
export class Cmp {
  listeners = new Map();
  last = undefined;
  api = (command, version, callback, parameter) => {
    if (command === "removeEventListener") return callback(this.listeners.delete(parameter));
    const listenerId = this.listeners.size + 1;
    this.listeners.set(listenerId, callback);
    if (this.last) callback({ ...this.last, listenerId }, true);
  };

  tell(eventStatus, tcString, more) {
    this.last = { eventStatus, tcString, gdprApplies: true, ...more };
    for (const [listenerId, callback] of this.listeners) callback({ ...this.last, listenerId }, true);
  }
  shows(tcString = "") {
    this.tell("cmpuishown", tcString);
  }
  /** What CMPs say after a user's act, and after an injection as well. */
  completes(tcString) {
    this.tell("useractioncomplete", tcString);
  }
}

/** Keeps what it is given, like the Permission Center. */
export class Center {
  reads = 0;
  writes = [];
  identifiers = { tpid: "t", syncId: "s", etpid: "e1" };

  constructor({ tcString, idconsent, changedAt = 1000 } = {}) {
    this.iabTcString = tcString === undefined ? null : { value: tcString, changedAt };
    this.idconsent = idconsent === undefined ? null : { status: idconsent, changedAt };
  }
  async read() {
    this.reads += 1;
    if (this.refusal) throw this.refusal;
    const { identifiers: subjectIdentifiers, idconsent, iabTcString } = this;
    return { statusCode: "PERMISSIONS_FOUND", subjectIdentifiers, idconsent, iabTcString };
  }
  async write(settings) {
    this.writes.push(settings);
    if (this.refusal) throw this.refusal;
    if (settings.iabTcString) this.iabTcString = { value: settings.iabTcString, changedAt: Date.now() };
    if (settings.idconsent) this.idconsent = { status: settings.idconsent, changedAt: Date.now() };
    return this.identifiers;
  }
}

export const refusal = (statusCode) => Object.assign(new Error(statusCode), { code: "permission_denied", statusCode, status: 400 });

let views = 0;

/** Loads a page. What was connected by an earlier one is gone. */
export async function openView({ storage = new Storage(), cmp = new Cmp() } = {}) {
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true, writable: true });
  globalThis.__tcfapi = cmp.api;
  views += 1;
  const { connectTcf } = await import(`${import.meta.resolve("consentkey/tcf")}?view=${views}`);
  const view = { storage, cmp, asked: 0, injected: [], statuses: [], errors: [] };
  view.connect = (center, options) => {
    view.connection = connectTcf(center, {
      idconsent: () => ((view.asked += 1), "VALID"),
      onStatus: (status) => view.statuses.push(status),
      onError: ({ code, statusCode }) => view.errors.push(statusCode ?? code),
      inject: (tcString) => void view.injected.push(tcString),
      ...options,
    });
    return view.connection;
  };
  return view;
}

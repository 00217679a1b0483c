import { core, lasting } from "../shared/core.js";
import { optionsOf } from "../shared/options.js";
import { own } from "../shared/own.js";
import { CMP_EXPORT_QUERY, EXPORT_OPTIONS, EXPORT_QUERY } from "./server-options.js";
import { stream } from "./stream.js";

/** Stands between two entries of the core's, and nowhere within one. */
const SEPARATOR = ",\n";

/** The most JSON, in characters, of entries that wait for the id of their partner. */
const WAITING_LIMIT = 16 * 1024 * 1024;

/** The Permission Center's export. Made by createPermissionExport(). */
export class PermissionExport {
  #requests;

  /** @param {object} options as `optionsOf` read them */
  constructor(options) {
    this.#requests = lasting(({ PermissionExport }) => new PermissionExport(options));
  }

  list(query, options) {
    return this.#entries(false, query, options);
  }

  listForCmp(query, options) {
    return this.#entries(true, query, options);
  }

  /** Asks when the first entry is asked for, and stops when the caller does. */
  async *#entries(isForCmp, query, options) {
    const wanted = optionsOf(query, isForCmp ? CMP_EXPORT_QUERY : EXPORT_QUERY);
    const settings = optionsOf(options, EXPORT_OPTIONS);
    const request = this.#requests.request(isForCmp, wanted, settings);
    const splitter = new (core().ExportSplitter)(isForCmp);
    const progress = progressOf(settings.onProgress);
    const owners = new Owners();
    let isEmpty = false;
    const judge = (status) => {
      if (!(status >= 200 && status < 300)) throw core().exportRefusal(status);
      isEmpty = status === 204;
    };
    for await (const chunk of stream(request, settings.signal, judge)) {
      for (const part of splitter.feed(chunk)) {
        for (const entry of isForCmp ? owners.entriesOf(part) : entriesOf(part)) {
          progress.entries += 1;
          yield entry;
        }
      }
      splitter.check();
      progress.tell(chunk.byteLength);
    }
    if (!isEmpty) splitter.finish();
  }
}

function progressOf(onProgress) {
  const progress = {
    bytes: 0,
    entries: 0,
    tell(more) {
      progress.bytes += more;
      onProgress?.({ bytes: progress.bytes, entries: progress.entries });
    },
  };
  return progress;
}

/** Gives entries the id of their partner, which may come behind them. */
class Owners {
  #tappId;
  #waiting = [];
  #size = 0;

  *entriesOf(part) {
    if (part.owner !== null) this.#learn(parsed(part.owner));
    if (this.#tappId === undefined) this.#keep(part);
    const ready = this.#tappId === undefined ? [] : [...this.#waiting.splice(0), part];
    for (const { entries } of ready) {
      for (const entry of entriesOf({ entries })) yield { tappId: this.#tappId, ...entry };
    }
    if (part.isLast) this.#end();
  }

  #learn(owner) {
    const tappId = own(owner, "tapp_id");
    // Named twice, there is no telling whose entries these are.
    if (this.#tappId !== undefined && tappId !== this.#tappId) throw core().exportUnusable();
    if (typeof tappId === "string") this.#tappId = tappId;
  }

  #keep(part) {
    this.#waiting.push(part);
    this.#size += part.entries.length;
    if (this.#size > WAITING_LIMIT) throw core().exportUnusable();
  }

  #end() {
    if (this.#waiting.some(({ entries }) => entries !== "")) throw core().exportUnusable();
    this.#tappId = undefined;
    this.#waiting = [];
    this.#size = 0;
  }
}

/** The entries of a part, also those before one that is none. */
function* entriesOf({ entries }) {
  const { parseTimestamp } = core();
  let list;
  try {
    list = JSON.parse(`[${entries}]`);
  } catch {
    list = undefined;
  }
  // One by one where together they are no JSON.
  for (const entry of list ?? entries.split(SEPARATOR)) yield exported(list ? entry : parsed(entry), parseTimestamp);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw core().exportUnusable();
  }
}

function exported(found, parseTimestamp) {
  const [syncId, type, time] = ["sync_id", "type", "changed_at"].map((name) => own(found, name));
  const changedAt = typeof time === "string" ? parseTimestamp(time) : undefined;
  if (typeof syncId !== "string" || typeof type !== "string" || changedAt === undefined) throw core().exportUnusable();
  const entry = { syncId, type, changedAt };
  for (const name of ["status", "value"]) {
    const value = own(found, name);
    if (value != null) entry[name] = value;
  }
  return entry;
}

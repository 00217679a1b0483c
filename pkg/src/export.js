import { core, lasting } from "./core.js";
import { optionsOf } from "./options.js";
import { CMP_EXPORT_QUERY, EXPORT_OPTIONS, EXPORT_QUERY } from "./server-options.js";
import { stream } from "./stream.js";

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
    for await (const chunk of stream(request, settings.signal, core().exportRefusal)) {
      for (const part of splitter.feed(chunk)) {
        for (const entry of owners.entriesOf(part)) {
          progress.entries += 1;
          yield entry;
        }
      }
      progress.tell(chunk.byteLength);
    }
    splitter.finish();
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
  #waiting = [];

  *entriesOf({ owner, isLast, entries }) {
    const { parseTimestamp } = core();
    const found = parse(`[${entries}]`).map((entry) => exported(entry, parseTimestamp));
    if (owner === null) return yield* found;
    const tappId = parse(owner).tapp_id;
    for (const entry of found) this.#waiting.push(entry);
    if (typeof tappId === "string") {
      const ready = this.#waiting.splice(0);
      for (const entry of ready) yield { tappId, ...entry };
    } else if (isLast && this.#waiting.length > 0) {
      throw core().exportUnusable();
    }
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw core().exportUnusable();
  }
}

function exported({ sync_id: syncId, type, status, value, changed_at }, parseTimestamp) {
  const changedAt = typeof changed_at === "string" ? parseTimestamp(changed_at) : undefined;
  if (typeof syncId !== "string" || typeof type !== "string" || changedAt === undefined) throw core().exportUnusable();
  const entry = { syncId, type, changedAt };
  if (status != null) entry.status = status;
  if (value != null) entry.value = value;
  return entry;
}

import { core, lasting } from "./core.js";
import { ConsentKeyError } from "./error.js";
import { stream } from "./stream.js";

/** The Permission Center's export. Made by createPermissionExport(). */
export class PermissionExport {
  #requests;

  constructor(options) {
    let given = options;
    this.#requests = lasting(({ PermissionExport }) => new PermissionExport(given));
    given = { ...options, endpoints: { ...options.endpoints } };
  }

  list(query, options) {
    return this.#entries(false, query, options);
  }

  listForCmp(query, options) {
    return this.#entries(true, query, options);
  }

  /** Asks when the first entry is asked for, and stops when the caller does. */
  async *#entries(isForCmp, query, options) {
    const request = this.#requests.request(isForCmp, query, instant(query?.since), options);
    const splitter = new (core().ExportSplitter)(isForCmp);
    const progress = progressOf(options?.onProgress);
    const owners = new Owners();
    for await (const chunk of stream(request, options?.signal, core().exportRefusal)) {
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

/** A day or an instant as the export takes it. */
function instant(since) {
  if (typeof since === "string" && since !== "") return since;
  if (since instanceof Date && !Number.isNaN(since.getTime())) return since.toISOString();
  throw new ConsentKeyError("config_invalid", "`since` must be a valid Date or a text.");
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

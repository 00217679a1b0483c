import { Readable } from "node:stream";
import { listen } from "./listen.js";

const DAY = Date.UTC(2026, 0, 1);

/** The entry of this number, as the export has it. */
export function exportEntry(number) {
  const entry = { sync_id: `sync-${number}`, changed_at: new Date(DAY + number * 1000).toISOString() };
  return number % 2 === 0
    ? { ...entry, type: "IDCONSENT", status: "VALID" }
    : { ...entry, type: "IAB_TC_STRING", value: `COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.${number}` };
}

/**
 * An answer about one partner, in pieces of up to 500 entries, which repeat so that making them costs nothing.
 *
 * @param {number} count a multiple of 500, or less than 500
 */
export function* exportText(count) {
  const size = Math.min(500, count);
  const piece = Buffer.from(Array.from({ length: size }, (_, number) => JSON.stringify(exportEntry(number))).join());
  yield '{"tapp_netid_permissions_export_audit":[';
  for (let sent = 0; sent < count; sent += size) {
    if (sent > 0) yield ",";
    yield piece;
  }
  yield "]}";
}

/**
 * Serves an export of any size.
 *
 * @param {number} count of entries
 */
export function serveExport(count) {
  return listen((_, response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    Readable.from(exportText(count)).pipe(response);
  });
}

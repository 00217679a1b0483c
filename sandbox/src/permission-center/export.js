import { Readable } from "node:stream";
import { syncIdOf } from "./identifiers.js";
import { Refusal } from "./refusal.js";

const TYPE = "application/vnd.netid.permission-center";
const TAPP_TYPE = `${TYPE}.netid-permission-export-audit.list-v1+json`;
const CMP_TYPE = `${TYPE}.tapp-netid-permissions-export-audit.list-v1+json`;

/** User, password and CMP of the export; it covers every client of the sandbox. */
export const EXPORT_ACCESS = { username: "demo-export", password: "demo-password", cmpId: "demo-cmp" };

/**
 * Answers an export as a stream, so that its size does not matter.
 *
 * @param {object} request
 * @param {URLSearchParams} query
 * @param {{ clients: object, store: object, exportSize: number }} center `exportSize`: made-up entries beside the stored ones
 * @returns {{ type: string, stream: Readable }}
 * @throws {Refusal}
 */
export function exportPermissions(request, query, { clients, store, exportSize }) {
  const { username, password, cmpId } = EXPORT_ACCESS;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  if (request.headers.authorization !== expected) throw new Refusal(401);
  const since = Date.parse(query.get("q.date.ge") ?? "");
  const isForCmp = query.has("q.cmp_id.eq");
  const tappIds = isForCmp ? (query.get("q.tapp_id.in") ?? "").split(",") : [query.get("q.tapp_id.eq") ?? ""];
  if (Number.isNaN(since) || tappIds.some((tappId) => tappId === "")) throw new Refusal(400);
  if (tappIds.some((tappId) => !Object.hasOwn(clients, tappId)) || (isForCmp && query.get("q.cmp_id.eq") !== cmpId)) {
    throw new Refusal(403);
  }
  const type = isForCmp ? CMP_TYPE : TAPP_TYPE;
  if (request.headers.accept !== type) throw new Refusal(406);
  const entriesOf = (tappId) => joined(entries(store, tappId, since, exportSize));
  return { type, stream: Readable.from(isForCmp ? forCmp(tappIds, entriesOf) : forTapp(entriesOf(tappIds[0]))) };
}

function* forTapp(entries) {
  yield '{"tapp_netid_permissions_export_audit":[';
  yield* entries;
  yield "]}";
}

function* forCmp(tappIds, entriesOf) {
  yield '{"cmp_netid_permissions_export_audit":[';
  for (const [index, tappId] of tappIds.entries()) {
    yield `${index > 0 ? "," : ""}{"tapp_id":${JSON.stringify(tappId)},"tapp_netid_permissions_export_audit":[`;
    yield* entriesOf(tappId);
    yield "]}";
  }
  yield "]}";
}

function* joined(entries) {
  let isFirst = true;
  for (const entry of entries) {
    yield (isFirst ? "" : ",") + JSON.stringify(entry);
    isFirst = false;
  }
}

function* entries(store, tappId, since, size) {
  for (const { record, type, setting } of store.changes([tappId], since)) {
    const { changed_at, ...value } = setting;
    yield { sync_id: syncIdOf(record.accountId, tappId), type, ...value, changed_at };
  }
  for (let number = 0; number < size; number += 1) {
    yield {
      sync_id: syncIdOf(`made-up-${number}`, tappId),
      type: "IDCONSENT",
      status: number % 5 === 0 ? "INVALID" : "VALID",
      changed_at: new Date(since + number * 1000).toISOString(),
    };
  }
}

import { createHash } from "node:crypto";

const DAY = 24 * 60 * 60 * 1000;
const NAMES = { TPID: "tpid", SYNC_ID: "sync_id", ETPID: "etpid" };

const hash = (...parts) => createHash("sha256").update(JSON.stringify(parts)).digest("base64url");

/** What names a user to one partner. */
export const syncIdOf = (accountId, tappId) => hash("sync", accountId, tappId);

/**
 * The identifiers of an answer. Those that were not asked for, or that the consent does not cover, are null.
 *
 * @param {string[]} asked
 * @param {{ accountId: string, tappId: string, idconsent?: { status: string } } | undefined} record
 */
export function identifiersOf(asked, record) {
  const isValid = record?.idconsent?.status === "VALID";
  const known = record && {
    TPID: isValid ? hash("tpid", record.accountId) : null,
    SYNC_ID: syncIdOf(record.accountId, record.tappId),
    ETPID: isValid ? hash("etpid", record.accountId, Math.floor(Date.now() / DAY)) : null,
  };
  return Object.fromEntries(
    Object.entries(NAMES).map(([name, member]) => [member, asked.includes(name) ? (known?.[name] ?? null) : null]),
  );
}

/** The identifiers that a query asks for; null where it names an unknown one, or none. */
export function askedFor(query) {
  const names = (query.get("q.identifier.in") ?? "").split(",").filter(Boolean);
  return names.length > 0 && names.every((name) => name in NAMES) ? names : null;
}

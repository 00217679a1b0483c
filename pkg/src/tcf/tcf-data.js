// What others hand over, read whole or not at all: own properties, of the right type.
import { own } from "../shared/own.js";

const textOr = (fallback, value) => (typeof value === "string" ? value : fallback);
const numberOr = (fallback, value) => (Number.isFinite(value) ? value : fallback);

export const idconsentOf = (value) => (value === "VALID" || value === "INVALID" ? value : undefined);

/** @returns {import("./index.js").SubjectIdentifiers} nulls for all that is no text */
export function identifiersOf(found) {
  const [tpid, syncId, etpid] = ["tpid", "syncId", "etpid"].map((name) => textOr(null, own(found, name)));
  return { tpid, syncId, etpid };
}

/** @returns {import("./index.js").PrivacyStatus | null} null where it is none */
export function statusOf(found) {
  const statusCode = own(found, "statusCode");
  const identifiers = own(found, "subjectIdentifiers");
  const idconsent = settingOf(own(found, "idconsent"), "status", idconsentOf);
  const iabTcString = settingOf(own(found, "iabTcString"), "value", (value) => textOr(undefined, value));
  const isKnown = statusCode === "PERMISSIONS_FOUND" || statusCode === "PERMISSIONS_NOT_FOUND";
  if (!isKnown || identifiers === null || typeof identifiers !== "object") return null;
  if (idconsent === undefined || iabTcString === undefined) return null;
  return { statusCode, subjectIdentifiers: identifiersOf(identifiers), idconsent, iabTcString };
}

/** A stored value and since when; null where there is none, undefined where it can't be. */
function settingOf(found, name, read) {
  if (found == null) return null;
  const value = read(own(found, name));
  return value === undefined ? undefined : { [name]: value, changedAt: numberOr(0, own(found, "changedAt")) };
}

/** What waits to be stored; null where nothing does, undefined where it can't be read. */
function waitingOf(found) {
  if (found == null) return null;
  const tcString = own(found, "tcString");
  const at = own(found, "at");
  if (!textOr("", tcString) || !Number.isFinite(at)) return undefined;
  return { tcString, idconsent: idconsentOf(own(found, "idconsent")), at, isQuiet: own(found, "isQuiet") === true };
}

/** What a page left for the next one; undefined where any of it can't be. */
export function recordOf(found) {
  const kept = own(found, "status");
  const status = kept == null ? null : statusOf(kept);
  const waiting = waitingOf(own(found, "waiting"));
  const readAt = own(found, "readAt");
  if ((kept != null && !status) || waiting === undefined || !Number.isFinite(readAt)) return undefined;
  const injected = textOr(null, own(found, "injected"));
  const [refusedAt, givenUpAt] = ["refusedAt", "givenUpAt"].map((name) => numberOr(0, own(found, name)));
  return { status, readAt, waiting, injected, refusedAt, givenUpAt };
}

/** What is told about a failure, by whomever; nothing where it can't be asked. */
export function factsOf(error) {
  try {
    const { code, status, statusCode, problem } = error;
    return { code, status, statusCode, problem };
  } catch {
    return {};
  }
}

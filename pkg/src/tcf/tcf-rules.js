import { decisionOf, isSame } from "../shared/tc-string.js";

/** Refusals that the same string would meet again. */
const HOPELESS = new Set(["PERMISSION_PARAMETERS_ERROR", "NO_PERMISSIONS", "JSON_PARSE_ERROR", "NO_REQUEST_BODY"]);

/** What of a consent is not stored yet; undefined when all of it is. */
export function changesOf({ tcString, idconsent, isQuiet }, status) {
  const changes = {};
  // A CMP that tells on loading what is stored repeats it. Nobody has decided.
  if (isQuiet && status?.iabTcString && isSameDecision(tcString, status.iabTcString.value)) return undefined;
  if (tcString !== status?.iabTcString?.value) changes.iabTcString = tcString;
  if (idconsent && idconsent !== status?.idconsent?.status) changes.idconsent = idconsent;
  return Object.keys(changes).length > 0 ? changes : undefined;
}

export const isSameDecision = (one, other) => isSame(decisionOf(one), decisionOf(other));

/** Whether netID's permission is refused, or each purpose of the TCF. */
export const isRefusal = (tcString, idconsent) => idconsent === "INVALID" || decisionOf(tcString).isRefusal === true;

export const lastChangeOf = ({ idconsent, iabTcString }) => Math.max(idconsent?.changedAt ?? 0, iabTcString?.changedAt ?? 0);

/** Whether the same call may go through a little later. A server that asks for less is not asked again at once. */
export function isPassing({ code, status }) {
  return code === "network" || code === "timeout" || (code === "permission_failed" && status >= 500);
}

/** Whether the same string would be refused again. One with a problem may pass with other options, and waits. */
export const isHopeless = ({ code, statusCode, problem }) => (code === "tc_string_invalid" && !problem) || HOPELESS.has(statusCode);

/** Whether there is nobody to store anything for: netID's cookie is missing, or the relay's. */
export const isNobody = ({ code, statusCode }) => statusCode === "NO_TPID" || code === "grant_missing" || code === "grant_expired";

import { askedFor, identifiersOf } from "./identifiers.js";
import { Refusal } from "./refusal.js";

const TYPE = "application/vnd.netid.permission-center";

/** Media types, which are compared as they stand. */
export const TYPES = {
  status: `${TYPE}.netid-user-status-v2+json`,
  permissions: `${TYPE}.netid-permissions-v2+json`,
  subject: `${TYPE}.netid-subject-status-v2+json`,
};

/** What the IAB's core segment of version 2 begins with, and its length at least. */
const TC_STRING = /^C[\w-]{35,}(\.[\w-]+)*$/;

/**
 * Reads the status of a user at a partner.
 *
 * @param {{ accountId: string, tappId: string }} caller
 * @param {{ query: URLSearchParams, store: object }} context
 */
export function readStatus({ accountId, tappId }, { query, store }) {
  const asked = askedFor(query);
  if (!asked) throw new Refusal(400, "PERMISSION_PARAMETERS_ERROR");
  const record = store.find(accountId, tappId);
  const settings = {};
  if (record?.idconsent) settings.idconsent = record.idconsent;
  if (record?.iab_tcstring) settings.iab_tcstring = record.iab_tcstring;
  return {
    status: 200,
    type: TYPES.status,
    body: {
      status_code: record ? "PERMISSIONS_FOUND" : "PERMISSIONS_NOT_FOUND",
      subject_identifiers: identifiersOf(asked, record),
      netid_privacy_settings: settings,
    },
  };
}

/**
 * Stores what a user consents to.
 *
 * @param {{ accountId: string, tappId: string }} caller
 * @param {{ query: URLSearchParams, store: object, body: string }} context
 */
export async function writePermissions({ accountId, tappId }, { query, store, body }) {
  const settings = settingsOf(body);
  const asked = askedFor(query);
  if (!asked) throw new Refusal(400, "PERMISSION_PARAMETERS_ERROR");
  await store.change(accountId, tappId, settings);
  const identifiers = identifiersOf(asked, store.find(accountId, tappId));
  return { status: 201, type: TYPES.subject, body: { subject_identifiers: identifiers } };
}

function settingsOf(body) {
  if (body === "") throw new Refusal(400, "NO_REQUEST_BODY");
  const { idconsent, iab_tc_string, ...others } = parse(body);
  if (idconsent === undefined && iab_tc_string === undefined) throw new Refusal(400, "NO_PERMISSIONS");
  const isConsent = idconsent === undefined || idconsent === "VALID" || idconsent === "INVALID";
  const isTcString = iab_tc_string === undefined || (typeof iab_tc_string === "string" && TC_STRING.test(iab_tc_string));
  if (!isConsent || !isTcString || Object.keys(others).length > 0) throw new Refusal(400, "PERMISSION_PARAMETERS_ERROR");
  return { idconsent, iab_tc_string };
}

function parse(body) {
  try {
    const parsed = JSON.parse(body);
    if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed)) return parsed;
  } catch {
    // Answered like any other body that is no object.
  }
  throw new Refusal(400, "JSON_PARSE_ERROR");
}

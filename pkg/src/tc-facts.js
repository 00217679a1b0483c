import { ConsentKeyError } from "./error.js";
import { Bits, SEGMENTS, isTcString, readCore } from "./tc-string.js";

/** From then on strings are made by TCF 2.3: with the segment of disclosed vendors, and by version 5 of the policies. */
const TCF_2_3 = Date.UTC(2026, 1, 28);

export function inspectTcString(tcString) {
  const [core, ...others] = isTcString(tcString) ? tcString.split(".") : refuse();
  const fields = readCore(new Bits(core));
  const segments = ["core", ...others.map(typeOf)];
  const { policyVersion, cmpId, consentLanguage, isServiceSpecific, purposeConsents } = fields;
  const [created, lastUpdated] = [fields.created * 100, fields.lastUpdated * 100];
  const facts = { version: 2, policyVersion, created, lastUpdated, cmpId, consentLanguage, isServiceSpecific, purposeConsents, segments };
  return { ...facts, problems: problemsOf(facts) };
}

function typeOf(segment) {
  const type = new Bits(segment).number(3);
  return type > 0 && type < SEGMENTS.length ? SEGMENTS[type] : refuse();
}

function problemsOf({ policyVersion, created, isServiceSpecific, segments }) {
  const isOf23 = created >= TCF_2_3;
  const isInOrder = segments.every((name, index) => index === 0 || SEGMENTS.indexOf(segments[index - 1]) < SEGMENTS.indexOf(name));
  const problems = {
    not_service_specific: !isServiceSpecific,
    disclosed_vendors_missing: isOf23 && !segments.includes("disclosedVendors"),
    segments_out_of_order: !isInOrder,
    policy_outdated: policyVersion < (isOf23 ? 5 : 4),
  };
  return Object.keys(problems).filter((name) => problems[name]);
}

function refuse() {
  throw new ConsentKeyError("tc_string_invalid", "This is no TC string of TCF version 2, or it is cut off: take it from the CMP as it is.");
}

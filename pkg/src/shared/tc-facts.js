import { ConsentKeyError } from "./error.js";
import { Bits, SEGMENTS, isTcString, readCore } from "./tc-string.js";

/** From then on strings are made by TCF 2.3: with the segment of disclosed vendors, and by version 5 of the policies. */
const TCF_2_3 = Date.UTC(2026, 1, 28);

export function inspectTcString(tcString) {
  const read = isTcString(tcString) ? readSegments(tcString) : refuse();
  const { policyVersion, cmpId, consentLanguage, isServiceSpecific, purposeConsents } = read;
  const [created, lastUpdated] = [read.created * 100, read.lastUpdated * 100];
  const segments = read.types.map((type, index) => ((type === 0) === (index === 0) && SEGMENTS[type]) || refuse());
  const facts = { version: 2, policyVersion, created, lastUpdated, cmpId, consentLanguage, isServiceSpecific, purposeConsents, segments };
  return { ...facts, problems: problemsOf(read) };
}

/** The problems of a TC string, as far as it can be read: a type of segment that is not known is none. */
export const tcStringProblems = (tcString) => (isTcString(tcString) ? problemsOf(readSegments(tcString)) : []);

function readSegments(tcString) {
  const [core, ...others] = tcString.split(".");
  return { ...readCore(new Bits(core)), types: [0, ...others.map((segment) => new Bits(segment).number(3))] };
}

function problemsOf({ policyVersion, created, isServiceSpecific, types }) {
  const isOf23 = created * 100 >= TCF_2_3;
  const problems = {
    not_service_specific: !isServiceSpecific,
    disclosed_vendors_missing: isOf23 && !types.includes(SEGMENTS.indexOf("disclosedVendors")),
    segments_out_of_order: types.some((type, index) => type <= types[index - 1]),
    policy_outdated: policyVersion < (isOf23 ? 5 : 4),
  };
  return Object.keys(problems).filter((name) => problems[name]);
}

function refuse() {
  throw new ConsentKeyError("tc_string_invalid", "This is no TC string of TCF version 2, or it is cut off: take it from the CMP as it is.");
}

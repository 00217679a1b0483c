/** A segment of a TC string. `allowedVendors` is of global strings, which are no longer made. */
export type TcStringSegment = "core" | "disclosedVendors" | "allowedVendors" | "publisherTC";

/**
 * What may be wrong with a TC string that can be read.
 *
 * - `not_service_specific`: made for all services of a group; netID takes service-specific strings only.
 * - `disclosed_vendors_missing`: made from 2026-02-28 on (UTC) without the segment that TCF 2.3 demands.
 * - `segments_out_of_order`: not in the order of `TcStringSegment`, or one of them twice.
 * - `policy_outdated`: made by policies before version 4 (TCF 2.2), or from 2026-02-28 on before version 5 (TCF 2.3).
 */
export type TcStringProblem =
  | "not_service_specific"
  | "disclosed_vendors_missing"
  | "segments_out_of_order"
  | "policy_outdated";

/** What a TC string says of itself. See "Consent string and vendor list formats v2" of the IAB Tech Lab. */
export interface TcStringFacts {
  /** The only version there is. */
  version: 2;
  /** `TcfPolicyVersion`. */
  policyVersion: number;
  /** Milliseconds since the epoch, to a tenth of a second. */
  created: number;
  /** Milliseconds since the epoch, to a tenth of a second. */
  lastUpdated: number;
  /** Of the CMP that made it. */
  cmpId: number;
  /** Two capital letters, ISO 639-1. */
  consentLanguage: string;
  /** Whether it is about this service alone. */
  isServiceSpecific: boolean;
  /** Numbers of the purposes consented to, ascending. */
  purposeConsents: number[];
  /** As they stand in the string. */
  segments: TcStringSegment[];
  /** Empty where all is well. */
  problems: TcStringProblem[];
}

/**
 * Tells what a TC string says of itself, without its vendors.
 *
 * @param tcString as a CMP's `tcData.tcString` or `iabTcString.value` of a status has it
 * @throws {ConsentKeyError} `tc_string_invalid` for anything but a TC string of version 2, and for a segment of no
 *   known type
 */
export function inspectTcString(tcString: string): TcStringFacts;

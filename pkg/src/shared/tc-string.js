// TC strings of the IAB's Transparency and Consent Framework: "Consent string and vendor list formats v2".

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Characters of the longest core segment whose vendors can matter: two lists of 4,095 ranges. */
const LONGEST = 46_000;
const MOST_VENDORS = 65_535;
/** Types of segments, in the order in which they stand since TCF 2.3. */
export const SEGMENTS = ["core", "disclosedVendors", "allowedVendors", "publisherTC"];

/**
 * Whether a text has the form of a TC string: version 2, base64url without padding, the fixed fields of the core
 * segment, no empty segment. The core checks the same before it stores one.
 */
export const isTcString = (text) => typeof text === "string" && /^C[\w-]{35,}(\.[\w-]+)*$/.test(text);

/**
 * What a user decided, as far as a TC string says it: neither when and with which CMP, nor how it is encoded.
 *
 * @param {string} tcString one that can't be read is a decision of its own
 * @returns {Decision}
 */
export function decisionOf(tcString) {
  try {
    if (isTcString(tcString)) return readDecision(tcString.split("."));
  } catch {
    // Cut off, or no list of vendors.
  }
  return { purposes: tcString };
}

/** Whether two decisions are one. A segment of the publisher's that one of them lacks tells nothing. */
export const isSame = (one, other) =>
  ["purposes", "interests", "vendors", "vendorInterests"].every((name) => String(one[name]) === String(other[name])) &&
  isSamePublisher(one, other);

/** Whether a decision is another one without some vendors and legitimate interests, as a CMP may drop them. */
export const isNarrowed = (part, whole) =>
  Array.isArray(part.purposes) &&
  String(part.purposes) === String(whole.purposes) &&
  ["interests", "vendors", "vendorInterests"].every((name) => isSubset(part[name], whole[name])) &&
  isSamePublisher(part, whole);

const isSamePublisher = (one, other) => !one.publisher || !other.publisher || one.publisher === other.publisher;

function isSubset(part, whole) {
  const ids = new Set(whole);
  return part.every((id) => ids.has(id));
}

/** The fixed fields of a core segment; instants in tenths of a second. */
export function readCore(bits) {
  return {
    version: bits.number(6),
    created: bits.number(36),
    lastUpdated: bits.number(36),
    cmpId: bits.number(12),
    cmp: bits.take(18),
    consentLanguage: String.fromCharCode(65 + bits.number(6), 65 + bits.number(6)),
    vendorList: bits.number(12),
    policyVersion: bits.number(6),
    isServiceSpecific: bits.number(2) > 1,
    specialFeatures: bits.ids(12),
    purposeConsents: bits.ids(24),
    interests: bits.ids(24),
    publisher: bits.take(13),
  };
}

function readDecision([core, ...others]) {
  const bits = new Bits(core);
  const { vendorList, policyVersion, specialFeatures, purposeConsents, interests } = readCore(bits);
  return {
    // What the decision was made upon.
    terms: `${vendorList}.${policyVersion}`,
    isRefusal: purposeConsents.length === 0,
    // Special features are opted in to like purposes.
    purposes: [...purposeConsents, "", ...specialFeatures],
    interests,
    vendors: readVendors(bits),
    vendorInterests: readVendors(bits),
    publisher: others.map(readPublisher).find(Boolean),
  };
}

/** A list of vendors, as bits or as ranges. */
function readVendors(bits) {
  const highest = bits.number(16);
  if (!bits.number(1)) return bits.ids(highest);
  const ids = new Set();
  let left = MOST_VENDORS;
  for (let entries = bits.number(12); entries > 0; entries -= 1) {
    const isRange = bits.number(1);
    const first = bits.number(16);
    const last = isRange ? bits.number(16) : first;
    left -= last - first + 1;
    if (last < first || left < 0) throw new RangeError("no ranges of vendors");
    for (let id = first; id <= last; id += 1) ids.add(id);
  }
  return [...ids].sort((one, other) => one - other);
}

/** The publisher's own purposes, as the bits that say them; undefined for any other segment. */
function readPublisher(segment) {
  const bits = new Bits(segment);
  if (SEGMENTS[bits.number(3)] !== "publisherTC") return undefined;
  const purposes = bits.take(48);
  return purposes + bits.take(2 * bits.number(6));
}

/** A segment, read from its start on; one that is too short throws a RangeError. */
export class Bits {
  #bits;
  #at = 0;

  constructor(segment) {
    const sixBits = (character) => BASE64URL.indexOf(character).toString(2).padStart(6, "0");
    this.#bits = Array.from(segment.slice(0, LONGEST), sixBits).join("");
  }

  /** The next bits, as text. */
  take(length) {
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#bits.length) throw new RangeError("cut off");
    return this.#bits.slice(start, this.#at);
  }

  number(length) {
    return parseInt(this.take(length), 2);
  }

  /** The numbers, from 1, of those bits that are set. */
  ids(length) {
    return [...this.take(length)].flatMap((bit, index) => (bit === "1" ? index + 1 : []));
  }
}

// TC strings as a test wants them, well-formed or not: "Consent string and vendor list formats v2".
const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const number = (value, length) => value.toString(2).padStart(length, "0");
const flags = (ids, length) => Array.from({ length }, (_, index) => Number(ids.includes(index + 1))).join("");
const letters = (text) => [...text].map((letter) => number(letter.charCodeAt(0) - 65, 6)).join("");

/** Bits as base64url. */
export const encodeBits = (bits) =>
  bits
    .match(/.{1,6}/g)
    .map((six) => BASE64URL[parseInt(six.padEnd(6, "0"), 2)])
    .join("");

/** A list of vendors, as bits; as ranges where `encoding` is "ranges", each vendor by itself where it is "singles". */
export function vendorBits(ids, encoding = "bits") {
  const highest = ids.at(-1) ?? 0;
  if (encoding === "bits") return `${number(highest, 16)}0${flags(ids, highest)}`;
  return `${number(highest, 16)}1${rangeBits(encoding === "singles" ? ids.map((id) => [id, id]) : rangesOf(ids))}`;
}

/** Ranges just as they are told, sensible or not. */
export function rangeBits(ranges) {
  const entries = ranges.map(([first, last]) => (first === last ? `0${number(first, 16)}` : `1${number(first, 16)}${number(last, 16)}`));
  return number(ranges.length, 12) + entries.join("");
}

function rangesOf(ids) {
  const ranges = [];
  for (const id of ids) {
    const last = ranges.at(-1);
    if (last?.[1] === id - 1) last[1] = id;
    else ranges.push([id, id]);
  }
  return ranges;
}

/** The bits of a core segment up to its lists of vendors. */
export function fixedBits(facts = {}) {
  const { version = 2, created = 17_800_000_000, updated = created, cmpId = 7, cmpVersion = 1, screen = 1, language = "DE" } = facts;
  const { vendorList = 100, policy = 5, isServiceSpecific = true, features = [], purposes = [], interests = [] } = facts;
  return [
    number(version, 6),
    number(created, 36),
    number(updated, 36),
    number(cmpId, 12) + number(cmpVersion, 12) + number(screen, 6) + letters(language),
    number(vendorList, 12) + number(policy, 6) + Number(isServiceSpecific) + "0",
    flags(features, 12) + flags(purposes, 24) + flags(interests, 24),
    `0${letters("DE")}`,
  ].join("");
}

/**
 * A whole TC string, by default of TCF 2.3 and without problems.
 *
 * @param {object} [facts] its fields; `disclosed` and `publisher` are lists, and null leaves that segment out
 */
export function tcString(facts = {}) {
  const { vendors = [], vendorInterests = [], encoding, disclosed = vendors, publisher } = facts;
  const core = fixedBits(facts) + vendorBits(vendors, encoding) + vendorBits(vendorInterests, encoding) + number(0, 12);
  const segments = [core];
  if (disclosed) segments.push(`001${vendorBits(disclosed, encoding)}`);
  if (publisher) segments.push(`011${flags(publisher, 24)}${flags([], 24)}${number(0, 6)}`);
  return segments.map(encodeBits).join(".");
}

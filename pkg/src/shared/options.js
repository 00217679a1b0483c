/**
 * Reads what callers give. Own members alone count, since any library may have put something on Object.prototype;
 * each is read once; and all before the core is called, so that nothing of a caller's runs within it.
 */
import { ConsentKeyError } from "./error.js";

/**
 * A kind of member. `read` answers what is kept of a value, and `undefined` where it is not `wanted`.
 *
 * @param {string} wanted ends the sentence "`name` must be …"
 * @param {(value: unknown) => unknown} read may throw
 */
export function kind(wanted, read) {
  return (value, label) => {
    let kept;
    try {
      kept = read(value);
    } catch {
      // A proxy that refuses, a cycle: not what was wanted.
    }
    if (kept === undefined) throw refused(label, wanted);
    return kept;
  };
}

/** A kind of member that has members of its own, all of them known. */
export const members = (kinds) => (value, label) => optionsOf(value, kinds, label);

/** The same where others may be there too, which are left out. */
export const someMembers = (kinds) => (value, label) => resultOf(value, kinds, label);

/** Several members of one kind. */
export const each = (kindOfEach, ...names) => Object.fromEntries(names.map((name) => [name, kindOfEach]));

/**
 * Options: throws `config_invalid` for a member that is not known, and so misspelt, or of another kind.
 *
 * @param {unknown} given nothing, or an object
 * @param {Record<string, Function>} kinds by name
 * @param {string} [label] the object's own name, if it has one
 * @returns {object} without a prototype; null and undefined count as absent
 */
export function optionsOf(given, kinds, label) {
  return read(given, kinds, label, false);
}

/** The same for results of this library that come back, or that a page sends: they may hold more. */
export function resultOf(given, kinds, label) {
  return read(given, kinds, label, true);
}

function read(given, kinds, owner, mayHoldMore) {
  const kept = { __proto__: null };
  for (const name of namesOf(given, owner)) {
    const isKnown = Object.hasOwn(kinds, name);
    if (!isKnown && mayHoldMore) continue;
    const label = owner ? `${owner}.${name}` : name;
    const value = valueOf(given, name, label);
    if (value == null) continue;
    if (!isKnown) throw invalid(`\`${label}\` is not known.`);
    kept[name] = kinds[name](value, label);
  }
  return kept;
}

function namesOf(given, label) {
  if (given == null) return [];
  try {
    const names = !Array.isArray(given) && typeof given === "object" && Object.keys(given);
    // A Date or a Map has nothing to read, and was meant for something else.
    if (names && (names.length > 0 || Object.prototype.toString.call(given) === "[object Object]")) return names;
  } catch {
    // A proxy that refuses.
  }
  throw label ? refused(label, "an object") : invalid("Options must be an object.");
}

function valueOf(given, name, label) {
  try {
    return given[name];
  } catch {
    throw refused(label, "readable");
  }
}

/** `config_invalid`, with what a member must be. */
export function refused(label, wanted) {
  return invalid(`\`${label}\` must be ${wanted}.`);
}

function invalid(message) {
  return new ConsentKeyError("config_invalid", message);
}

// Half a surrogate pair would reach the core as another character.
const text = (value) => (typeof value === "string" && !/\p{Cs}/u.test(value) ? value : undefined);

/** The most that a list may hold. A longer one is no list of anybody's making, and may say that it is endless. */
const MOST = 100_000;

function texts(list) {
  const length = Array.isArray(list) ? list.length : Infinity;
  if (length > MOST) return undefined;
  const kept = [];
  for (let index = 0; index < length; index += 1) {
    const item = text(list[index]);
    if (item === undefined) return undefined;
    kept.push(item);
  }
  return kept;
}

const isObject = (value) => typeof value === "object" && !Array.isArray(value);

export const TEXT = kind("a string", text);
export const SOME_TEXT = kind("a string that is not empty", (value) => text(value) || undefined);
/** Names and secrets that may go into a header, and never hold what a file that they were read from ends with. */
export const CREDENTIAL = kind("a string without line breaks and other control characters", (value) =>
  /\p{Cc}/u.test(text(value)) ? undefined : text(value),
);
/** A token that goes into a header (RFC 6750 section 2.1). */
export const TOKEN = kind("a token: visible ASCII without spaces and line breaks", (value) =>
  /^[!-~]+$/.test(text(value)) ? text(value) : undefined,
);
export const TEXTS = kind("a list of strings", texts);
export const NAMES = kind("a list of strings, none of them empty", (list) => {
  const names = texts(list);
  return names?.includes("") ? undefined : names;
});
export const SCOPE = kind("a string or a list of strings", (value) => texts(typeof value === "string" ? [value] : value));
export const FLAG = kind("true or false", (value) => (typeof value === "boolean" ? value : undefined));
// Plus zero, so that there is one zero only.
export const SECONDS = kind("a number of seconds, zero or more", (value) =>
  Number.isFinite(value) && value >= 0 ? value + 0 : undefined,
);
/** Names with their values. */
export const PAIRS = kind("an object of strings", (value) => {
  const pairs = isObject(value) ? Object.entries(value).map((pair) => texts(pair)) : [undefined];
  return pairs.every(Boolean) ? pairs : undefined;
});
/** JSON as text; null where JSON has none, as for a function. */
export const JSON_TEXT = kind("a JSON value, without cycles and BigInts, and not too deep", (value) =>
  JSON.stringify(value) ?? null,
);
const CLAIMS_WANTED = "an object that JSON can hold";
/** What is asked for (OpenID Connect Core section 5.5), as JSON. */
export const CLAIMS = kind(CLAIMS_WANTED, (value) => (isObject(value) ? JSON.stringify(value) : undefined));
/** The claims of an ID token: a copy, so that reading it runs nobody's code. */
export const KNOWN_CLAIMS = kind(CLAIMS_WANTED, (value) => JSON.parse(CLAIMS(value)));
/** For how long ago a sign-in may have been. */
export const WHOLE_SECONDS = kind("a whole number of seconds, zero or more", (value) =>
  Number.isInteger(value) && value >= 0 && value < 2 ** 32 ? value + 0 : undefined,
);
export const SIGNAL = kind("an AbortSignal", (value) =>
  typeof value.addEventListener === "function" && typeof value.aborted === "boolean" ? value : undefined,
);
/** What is handed back as it is. */
export const ANYTHING = (value) => value;

import { ConsentKeyError } from "./error.js";

/** What the option `tcfProblems` may be. */
export const HANDLINGS = ["refuse", "warn", "ignore"];

/** A problem of a TC string as a failure: of storing it, or one that is only told. */
export function problemOf(problem) {
  const message = `The TC string has the problem \`${problem}\`: see to the CMP's settings, or to the option \`tcfProblems\`.`;
  return new ConsentKeyError("tc_string_invalid", message, { problem });
}

const told = new Set();

/** Shows a problem in the console, once for each page. */
export function warnOnce({ problem, message }) {
  if (told.has(problem)) return;
  told.add(problem);
  console.warn(`consentkey: ${message}`);
}

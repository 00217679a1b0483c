import { errorTexts } from "./texts.js";

/**
 * What to do about a failure.
 * "again": start at netID once more · "load": load the page's module once more ·
 * "client": look at the client's settings · "over": only starting over helps.
 * @typedef {"again" | "load" | "client" | "over"} Next
 * @typedef {{ title: string, text: string, next: Next }} ErrorWords
 */

/** @type {Record<string, Next>} where it is not "again" */
const nexts = {
  config_invalid: "client",
  not_initialized: "load",
  wasm_unavailable: "load",
  tc_string_invalid: "over",
  origin_refused: "over",
  not_found: "over",
  method_refused: "over",
  body_too_large: "over",
  type_refused: "over",
};

/**
 * Words that a person can act on.
 * @param {unknown} error usually a `ConsentKeyError`; anything else gets general words
 * @param {typeof errorTexts} [texts] default those of the page's language
 * @returns {ErrorWords & { code: string }}
 */
export function wordsFor(error, { errorWords, fallback, idTokenReasons } = errorTexts) {
  const code = typeof error?.code === "string" ? error.code : "unexpected";
  const isKnown = Object.hasOwn(errorWords, code);
  const found = { ...(isKnown ? errorWords[code] : fallback), next: (isKnown && nexts[code]) || "again", code };
  if (code !== "id_token_invalid" || !Object.hasOwn(idTokenReasons, String(error.reason))) return found;
  return { ...found, text: `${found.text} ${idTokenReasons[error.reason]}` };
}

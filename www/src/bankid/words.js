import { errorTexts } from "./texts.js";

/**
 * Words that a person can act on.
 * @param {{ code?: string, status?: number }} error a `ConsentKeyError`, or what the server made of one
 * @param {typeof errorTexts} [texts] default those of the page's language
 * @returns {{ title: string, text: string }}
 */
export function wordsFor(error, { errorWords, lapsed, fallback } = errorTexts) {
  if (error?.code === "signdoc_failed" && error.status === 404) return lapsed;
  if (error?.code === "access_denied" && /lapsed/.test(error.errorDescription)) return lapsed;
  return Object.hasOwn(errorWords, String(error?.code)) ? errorWords[error.code] : fallback;
}

import { button, facts, h } from "./dom.js";
import { wordsFor } from "./error-words.js";
import { icon } from "./icons.js";
import { texts } from "./texts.js";

/**
 * All that an error says, for whoever builds the page.
 * @param {any} error usually a `ConsentKeyError`
 * @param {{ code: string, provider?: string }} context `code` of an error that has none; `provider` by name
 * @returns {HTMLElement}
 */
export function developerDetails(error, { code, provider = "netID" }) {
  const told = [
    [texts.failure.code, error?.code ?? code],
    [texts.failure.reason, error?.reason],
    [texts.failure.message, error?.message],
    [texts.failure.status, error?.status],
    [texts.failure.error(provider), error?.error],
    [texts.failure.description(provider), error?.errorDescription],
  ].filter(([, value]) => value !== undefined && value !== null && value !== "");
  // What programs say is in English in every language.
  const pairs = told.map(([name, value]) => [name, h("span", { lang: "en" }, String(value))]);
  return h("details", { class: "error-details" }, h("summary", {}, texts.failure.details), facts(pairs));
}

/**
 * The box for a failure that stopped the whole step.
 * @param {unknown} error usually a `ConsentKeyError`
 * @param {{ again: () => void, load: () => void, client: () => void, over: () => void }} actions
 * @returns {HTMLElement}
 */
export function errorPanel(error, actions) {
  const { title, text, next, code } = wordsFor(error);
  const heading = h("h2", { class: "panel-title", tabindex: -1 }, icon("warning"), title);
  const retry = next === "over" ? null : button(texts.failure[next], actions[next], "primary");
  return h(
    "section",
    { class: "panel panel-error", role: "alert", "data-code": code, "data-reason": error?.reason },
    heading,
    h("p", { class: "panel-lead" }, text),
    h("div", { class: "actions" }, retry, button(texts.page.startOver, actions.over)),
    h("p", { class: "small" }, texts.failure.errorCode, h("code", {}, code)),
    developerDetails(error, { code }),
  );
}

/**
 * A smaller box for a failure of one part of the page, shown in its place.
 * @param {unknown} error usually a `ConsentKeyError`
 * @param {{ text?: string, retry?: { label: string, run: () => void } }} [options]
 *   `text` replaces the usual words
 * @returns {HTMLElement}
 */
export function inlineError(error, { text, retry } = {}) {
  const found = wordsFor(error);
  return h(
    "div",
    { class: "inline-error", role: "alert", "data-code": found.code },
    h("p", {}, h("strong", {}, `${found.title}. `), text ?? found.text),
    h("p", { class: "small" }, texts.failure.errorCode, h("code", {}, found.code)),
    retry ? h("div", { class: "actions" }, button(retry.label, retry.run)) : null,
  );
}

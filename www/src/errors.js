import { button, facts, h } from "./dom.js";
import { wordsFor } from "./error-words.js";
import { icon } from "./icons.js";

const retryLabels = { again: "Try again", load: "Load it once more", client: "Check the client" };

/**
 * All that an error says, for whoever builds the page.
 * @param {any} error usually a `ConsentKeyError`
 * @param {{ code: string, provider?: string }} context `code` of an error that has none; `provider` by name
 * @returns {HTMLElement}
 */
export function developerDetails(error, { code, provider = "netID" }) {
  const told = [
    ["Code", error?.code ?? code],
    ["Reason", error?.reason],
    ["Message", error?.message],
    ["HTTP status", error?.status],
    [`${provider}’s error`, error?.error],
    [`${provider}’s description`, error?.errorDescription],
  ].filter(([, value]) => value !== undefined && value !== null && value !== "");
  const pairs = told.map(([name, value]) => [name, String(value)]);
  return h("details", { class: "error-details" }, h("summary", {}, "Developer details"), facts(pairs));
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
  const retry = next === "over" ? null : button(retryLabels[next], actions[next], "primary");
  return h(
    "section",
    { class: "panel panel-error", role: "alert", "data-code": code, "data-reason": error?.reason },
    heading,
    h("p", { class: "panel-lead" }, text),
    h("div", { class: "actions" }, retry, button("Start over", actions.over)),
    h("p", { class: "small" }, "Error code: ", h("code", {}, code)),
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
    h("p", { class: "small" }, "Error code: ", h("code", {}, found.code)),
    retry ? h("div", { class: "actions" }, button(retry.label, retry.run)) : null,
  );
}

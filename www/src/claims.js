import { h } from "./dom.js";
import { texts } from "./texts.js";

const instants = new Set(["exp", "iat", "auth_time"]);

/**
 * A claim's value as text: instants as local time, parts of an address in one line.
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
export function claimText(name, value) {
  if (instants.has(name) && typeof value === "number") {
    return new Date(value * 1000).toLocaleString(texts.locale, { dateStyle: "medium", timeStyle: "medium" });
  }
  if (typeof value === "boolean") return value ? texts.person.yes : texts.person.no;
  if (Array.isArray(value)) return value.map((part) => claimText("", part)).join(", ");
  if (value !== null && typeof value === "object") return claimText("", Object.values(value));
  return String(value);
}

/**
 * Claims in a table that opens.
 * @param {object} options
 * @param {string} options.summary
 * @param {string} options.caption
 * @param {string[]} [options.head] names of the columns, default none
 * @param {Array<{ name: string, cells: string[] }>} options.rows
 * @returns {HTMLElement}
 */
export function claimsTable({ summary, caption, head, rows }) {
  const body = rows.map(({ name, cells }) =>
    h("tr", { "data-claim": name }, h("th", { scope: "row" }, h("code", {}, name)), ...cells.map((cell) => h("td", {}, cell))),
  );
  const table = h(
    "table",
    {},
    h("caption", { class: "visually-hidden" }, caption),
    head ? h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))) : null,
    h("tbody", {}, ...body),
  );
  return h("details", { class: "claims" }, h("summary", {}, summary), table);
}

import { h } from "../dom.js";
import { lifetimeClock } from "../lifetime.js";
import { claimText } from "../person.js";

/**
 * What a token says and how long it lasts. The token itself is nowhere.
 * @param {{ title: string, about: string, name: string, claims?: Record<string, unknown>, expiresAt: number | null }} token
 *   `expiresAt` in milliseconds since the epoch
 * @returns {{ element: HTMLElement, stop: () => void }}
 */
export function tokenBlock({ title, about, name, claims, expiresAt }) {
  const clock = lifetimeClock({ expiresAt, startedAt: Date.now(), what: title, onExpired() {} });
  const element = h(
    "section",
    { class: "block token-block", "data-token": name },
    h("h3", {}, title),
    h("p", { class: "small" }, about),
    clock.element,
    claims ? claimsTable(title, claims) : null,
  );
  return { element, stop: clock.stop };
}

function claimsTable(title, claims) {
  const rows = Object.entries(claims).map(([name, value]) =>
    h("tr", { "data-claim": name }, h("th", { scope: "row" }, h("code", {}, name)), h("td", {}, valueText(name, value))),
  );
  return h(
    "details",
    { class: "claims" },
    h("summary", {}, `All ${rows.length} claims`),
    h("table", {}, h("caption", { class: "visually-hidden" }, `Claims of the ${title}`), h("tbody", {}, ...rows)),
  );
}

function valueText(name, value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : claimText(name, value);
}

import { claimsTable, claimText } from "../claims.js";
import { h } from "../dom.js";
import { lifetimeClock } from "../lifetime.js";
import { texts } from "./texts.js";

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
    claims ? table(title, claims) : null,
  );
  return { element, stop: clock.stop };
}

function table(title, claims) {
  const rows = Object.entries(claims).map(([name, value]) => ({ name, cells: [valueText(name, value)] }));
  return claimsTable({ summary: texts.tokens.claims(rows.length), caption: texts.tokens.caption(title), rows });
}

function valueText(name, value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : claimText(name, value);
}

import { html } from "./html.js";

/**
 * The round picture of an account: its initials.
 *
 * @param {{ name: string }} user
 */
export function avatar({ name }) {
  const initials = name.split(" ").map((word) => word[0]);
  return html`<span class="avatar" aria-hidden="true">${initials.join("")}</span>`;
}

/**
 * Names the place that a redirect URI leads back to, as far as a person can tell it from others.
 *
 * @param {string} redirectUri
 * @returns {string} an origin, or the scheme of an app
 */
export function returnPlace(redirectUri) {
  const { origin, protocol } = new URL(redirectUri);
  return origin === "null" ? `the app ${protocol.slice(0, -1)}` : origin;
}

/**
 * A table that can be scrolled where the page is narrow.
 *
 * @param {string} label
 * @param {string[]} head
 * @param {unknown[][]} rows
 */
export function table(label, head, rows) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

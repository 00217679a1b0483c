import { html } from "../../pages/html.js";

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

import { copyButton, shortenToken } from "./copy.js";
import { button, h } from "./dom.js";
import { lifetimeClock } from "./lifetime.js";

/**
 * The permission token: shortened, with its lifetime running down. The whole value stays
 * in memory and leaves it only through the copy button.
 * @param {{ value: string, expiresAt: number | null }} token `expiresAt` in milliseconds since the epoch
 * @param {{ renew: () => void }} actions
 * @returns {{ element: HTMLElement, stop: () => void }}
 */
export function tokenSection(token, { renew }) {
  const short = shortenToken(token.value);
  const copy = copyButton("Copy token", () => token.value);
  const again = button("Get a new token", renew, "primary");
  const expired = h(
    "div",
    { class: "token-expired", hidden: true },
    h("p", {}, "This token can’t be used any more; that’s on purpose, they only live for minutes. Get a new one: netID usually knows you and doesn’t ask again."),
    again,
  );
  const element = h("section", { class: "block token", "aria-labelledby": "token-title" }, h("h3", { id: "token-title" }, "Permission token"));
  const clock = lifetimeClock({
    expiresAt: token.expiresAt,
    startedAt: Date.now(),
    onExpired() {
      const copyHadFocus = document.activeElement === copy;
      element.classList.add("is-expired");
      copy.hidden = true;
      expired.hidden = false;
      if (copyHadFocus) again.focus();
    },
  });
  element.append(h("div", { class: "token-line" }, h("code", { class: "token-value", "data-token": short }, short), copy), clock.element, expired);
  return { element, stop: clock.stop };
}

/**
 * Says why there is no permission token.
 * @param {"permission" | "login" | "loginPermission"} flow
 * @param {{ askBoth: () => void }} actions
 * @returns {HTMLElement}
 */
export function noTokenSection(flow, { askBoth }) {
  const why =
    flow === "login"
      ? "“Sign in only” asks for the scope openid and nothing else, so netID gives no token for the Permission Center. Your privacy choice stays on this device."
      : "It was asked for, but netID’s answer holds none. The client may not be registered for permission_management.";
  return h(
    "section",
    { class: "block", "aria-labelledby": "token-title" },
    h("h3", { id: "token-title" }, "No permission token"),
    h("p", {}, why),
    button(flow === "login" ? "Get the permission too" : "Try again", askBoth, "primary"),
  );
}

/** Says where the token is that the page does not have. */
export function relayedSection() {
  return h(
    "section",
    { class: "block", "aria-labelledby": "token-title", "data-relayed": true },
    h("h3", { id: "token-title" }, "Permission token"),
    h("p", {}, "The Courier’s server exchanged the code and sealed the token into a cookie that only it can open. This page has seen no token."),
  );
}

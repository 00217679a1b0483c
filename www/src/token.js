import { copyButton, shortenToken } from "./copy.js";
import { button, h } from "./dom.js";
import { lifetimeClock } from "./lifetime.js";
import { texts } from "./texts.js";

/**
 * The permission token: shortened, with its lifetime running down. The whole value stays
 * in memory and leaves it only through the copy button.
 * @param {{ value: string, expiresAt: number | null }} token `expiresAt` in milliseconds since the epoch
 * @param {{ renew: () => void }} actions
 * @returns {{ element: HTMLElement, stop: () => void }}
 */
export function tokenSection(token, { renew }) {
  const short = shortenToken(token.value);
  const copy = copyButton(texts.token.copy, () => token.value);
  const again = button(texts.token.renew, renew, "primary");
  const expired = h(
    "div",
    { class: "token-expired", hidden: true },
    h("p", {}, texts.token.expired),
    again,
  );
  const element = h("section", { class: "block token", "aria-labelledby": "token-title" }, h("h3", { id: "token-title" }, texts.token.title));
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
  const [why, action] = flow === "login" ? [texts.token.notAsked, texts.token.askBoth] : [texts.token.notGiven, texts.failure.again];
  return h(
    "section",
    { class: "block", "aria-labelledby": "token-title" },
    h("h3", { id: "token-title" }, texts.token.none),
    h("p", {}, why),
    button(action, askBoth, "primary"),
  );
}

/** Says where the token is that the page does not have. */
export function relayedSection() {
  return h(
    "section",
    { class: "block", "aria-labelledby": "token-title", "data-relayed": true },
    h("h3", { id: "token-title" }, texts.token.title),
    h("p", {}, texts.token.relayed),
  );
}

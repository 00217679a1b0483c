import { announce } from "./announce.js";
import { h } from "./dom.js";
import { texts } from "./texts.js";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * Time left, in words. Part of a second counts as a whole one, so that "0 s left" never shows.
 * @param {number} ms milliseconds until the end
 * @returns {string}
 */
export function timeLeftText(ms) {
  if (ms <= 0) return texts.lifetime.expired;
  const whole = Math.ceil(ms / second) * second;
  const hours = Math.floor(whole / hour);
  const minutes = Math.floor((whole % hour) / minute);
  if (hours > 0) return texts.lifetime.hours(hours, minutes);
  const seconds = (whole % minute) / second;
  return minutes > 0 ? texts.lifetime.minutes(minutes, seconds) : texts.lifetime.seconds(seconds);
}

/**
 * The share of a lifetime that is left, from 1 (all of it) to 0.
 * @param {{ startedAt: number, expiresAt: number, now: number }} instants milliseconds since the epoch
 * @returns {number}
 */
export function shareLeft({ startedAt, expiresAt, now }) {
  const whole = expiresAt - startedAt;
  if (whole <= 0) return 0;
  return Math.min(1, Math.max(0, (expiresAt - now) / whole));
}

/**
 * A clock that runs down: time left in words and a bar beside it.
 * @param {{ expiresAt: number | null, startedAt: number, what?: string, onExpired: () => void }} lifetime
 *   instants in milliseconds since the epoch; `expiresAt` null: the provider didn't say; `what` runs down
 * @returns {{ element: HTMLElement, stop: () => void }}
 */
export function lifetimeClock({ expiresAt, startedAt, what = texts.lifetime.what, onExpired }) {
  if (expiresAt === null) {
    const unknown = h("p", { class: "lifetime-text" }, texts.lifetime.unknown);
    return { element: unknown, stop() {} };
  }
  const text = h("p", { class: "lifetime-text", role: "timer" });
  const bar = h("span", { class: "lifetime-bar-left" });
  const element = h("div", { class: "lifetime" }, text, h("div", { class: "lifetime-bar", "aria-hidden": "true" }, bar));
  let timer = 0;

  const stop = () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
  function tick() {
    const now = Date.now();
    text.textContent = timeLeftText(expiresAt - now);
    bar.style.inlineSize = `${shareLeft({ startedAt, expiresAt, now }) * 100}%`;
    element.classList.toggle("is-ending", expiresAt - now <= minute);
    if (now < expiresAt) return;
    stop();
    announce(texts.lifetime.ended(what));
    onExpired();
  }

  timer = setInterval(tick, second);
  // Timers of a hidden tab are throttled: catch up at the moment it is looked at again.
  document.addEventListener("visibilitychange", tick);
  // Not at once: the caller has to have the element before `onExpired` may be called.
  queueMicrotask(tick);
  return { element, stop };
}

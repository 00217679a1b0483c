import { announce } from "./announce.js";
import { byId, h } from "./dom.js";

/**
 * The place at the top of the page where what happens with netID is shown: busy, a
 * result, an error. One panel at a time.
 * @returns {{ busy(sentence: string): void, show(panel: HTMLElement): void, clear(): void }}
 */
export function makeStage() {
  const place = byId("stage");
  const put = (...nodes) => {
    place.replaceChildren(...nodes);
    place.hidden = nodes.length === 0;
  };
  // Where the panel begins in the upper half, the paper's head may stay in view above it, unless the banner then
  // lies over the panel's end.
  const reveal = () => {
    const { top, bottom } = place.getBoundingClientRect();
    const banner = document.querySelector(".consent:not([hidden])");
    const isCovered = banner && bottom > banner.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight / 2 || isCovered) place.scrollIntoView();
  };
  return {
    busy(sentence) {
      const spinner = h("span", { class: "spinner", "aria-hidden": "true" });
      put(h("div", { class: "panel panel-busy", "aria-busy": "true" }, spinner, h("p", {}, sentence)));
      reveal();
      announce(sentence);
    },
    show(panel) {
      put(panel);
      panel.querySelector("h2").focus({ preventScroll: true });
      reveal();
    },
    clear() {
      put();
    },
  };
}

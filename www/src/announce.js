import { byId } from "./dom.js";

/**
 * Says a sentence through the page's polite live region.
 * @param {string} sentence
 */
export function announce(sentence) {
  const region = byId("announcer");
  // The same sentence twice in a row is only read again when the text changes in between.
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
}

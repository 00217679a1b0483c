import { announce } from "./announce.js";
import { button, h } from "./dom.js";
import { texts } from "./texts.js";

/**
 * A token as it may be shown: both ends, never the whole. A JWT's beginning is the same
 * for all of them and its end is a piece of the signature, so nothing of use is shown.
 * @param {string} value
 * @returns {string}
 */
export function shortenToken(value) {
  if (value.length >= 32) return `${value.slice(0, 8)}…${value.slice(-6)}`;
  return `${value.slice(0, Math.min(4, Math.floor(value.length / 3)))}…`;
}

async function writeClipboard(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // navigator.clipboard is missing on plain http, where local development often happens.
  const field = h("textarea", { class: "visually-hidden", readonly: true, "aria-hidden": "true", tabindex: -1 });
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("copy refused");
}

/**
 * A button that copies a text which is nowhere in the document.
 * @param {string} label
 * @param {() => string} getText
 * @returns {HTMLElement}
 */
export function copyButton(label, getText) {
  let timer = 0;
  const say = (sentence, words) => {
    announce(sentence);
    element.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => {
      element.textContent = label;
    }, 2500);
  };
  const element = button(label, async () => {
    try {
      await writeClipboard(getText());
      say(texts.token.copiedAloud, texts.token.copied);
    } catch {
      say(texts.token.notCopiedAloud, texts.token.notCopied);
    }
    element.focus();
  });
  return element;
}

const keptAs = "consentkey-demo.language";

/**
 * The language to speak: the one that was chosen here, else the first of the browser's that the page has.
 * @param {object} from
 * @param {string[]} from.offered by the page, its own first
 * @param {string | null} [from.chosen] by the visitor
 * @param {readonly string[]} [from.wanted] as `navigator.languages`
 * @returns {string} one of `offered`
 */
export function pickLanguage({ offered, chosen, wanted = [] }) {
  const primary = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
  return [chosen, ...primary].find((tag) => offered.includes(tag)) ?? offered[0];
}

const root = globalThis.document?.documentElement;
const offered = root?.dataset.languages?.split(" ") ?? ["en"];

/** The language of this page. */
export const language = pickLanguage({ offered, chosen: storage()?.getItem(keptAs), wanted: globalThis.navigator?.languages });

/**
 * Translates what is in the markup, which is English.
 * @param {Record<string, string> | undefined} words by `data-text` and `data-attribute-text`; none: leaves it as it is
 */
export function translateMarkup(words) {
  root.lang = language;
  if (words) translate(words);
  root.classList.remove("is-translating");
}

function translate(words) {
  for (const element of document.querySelectorAll("[data-text]")) {
    const { children, dataset } = element;
    // "{1}" stands for the first element within, which has words of its own.
    const parts = words[dataset.text].split(/\{(\d)\}/);
    element.replaceChildren(...parts.map((part, at) => (at % 2 ? children[part - 1] : part)));
  }
  for (const element of document.querySelectorAll("[data-attribute]")) {
    element.setAttribute(element.dataset.attribute, words[element.dataset.attributeText]);
  }
}

/**
 * Makes a button the switch to the other language.
 * @param {HTMLElement} button
 */
export function languageSwitch(button) {
  const other = offered.find((tag) => tag !== language);
  button.lang = other;
  button.textContent = { de: "Deutsch", en: "English" }[other];
  button.dataset.works = "";
  button.addEventListener("click", () => {
    storage()?.setItem(keptAs, other);
    location.reload();
  });
}

function storage() {
  try {
    return globalThis.document ? localStorage : null;
  } catch {
    return null; // Site data is blocked: the browser's language it is.
  }
}

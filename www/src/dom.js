/**
 * Makes an element. Text goes in as text nodes, never as markup, so nothing that a
 * provider says can turn into HTML.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] functions become listeners (`onclick`);
 *   `null`, `undefined` and `false` are left out, `true` sets an empty attribute
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * The element with this id, which index.html is known to hold.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Names and what they stand for.
 * @param {Array<[string, Node | string]>} pairs
 * @returns {HTMLElement}
 */
export function facts(pairs) {
  return h("dl", { class: "facts" }, ...pairs.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/**
 * A button in the page's own look.
 * @param {string} label
 * @param {() => void} onclick
 * @param {"primary" | "plain"} [kind]
 * @returns {HTMLElement}
 */
export function button(label, onclick, kind = "plain") {
  return h("button", { type: "button", class: `button button-${kind}`, onclick }, label);
}

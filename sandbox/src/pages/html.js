const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Markup {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/**
 * Template tag for HTML: escapes every value that is not itself made with this tag, joins arrays, and leaves
 * out `null`, `undefined` and `false`.
 *
 * @returns {Markup}
 */
export function html(strings, ...values) {
  return new Markup(String.raw({ raw: strings }, ...values.map(render)));
}

/**
 * Marks text as markup that needs no escaping.
 *
 * @param {string} text written in this code base
 * @returns {Markup}
 */
export function trusted(text) {
  return new Markup(text);
}

function render(value) {
  if (value === null || value === undefined || value === false) {
    return "";
  }
  if (value instanceof Markup) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map(render).join("");
  }
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

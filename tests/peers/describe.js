const DEPTH = 8;

/**
 * All that can be read off a value, as text: every own property however hidden, causes, stacks, and
 * the entries of what has entries.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function describe(value) {
  const seen = new Set();
  const texts = [];
  const visit = (item, depth) => {
    if (item === null || (typeof item !== "object" && typeof item !== "function")) return void texts.push(String(item));
    if (seen.has(item) || depth > DEPTH) return;
    seen.add(item);
    texts.push(textOf(item));
    for (const part of partsOf(item)) visit(part, depth + 1);
  };
  visit(value, 0);
  return texts.join("\n");
}

function textOf(item) {
  try {
    return `${String(item)}\n${JSON.stringify(item)}`;
  } catch {
    return "";
  }
}

function partsOf(item) {
  const own = Reflect.ownKeys(item).map((key) => {
    try {
      return item[key];
    } catch {
      return undefined;
    }
  });
  const hasEntries = typeof item[Symbol.iterator] === "function" && typeof item.entries === "function";
  return hasEntries ? [...own, ...[...item.entries()].flat()] : own;
}

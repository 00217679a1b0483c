/** What the core knows a JSON value's type by: its number here, 0 for objects. */
const TYPES = ["object", "undefined", "false", "true", "string", "number", "array"];

/** Throws what a proxy throws. */
export const jsonType = (value) => Math.max(0, TYPES.indexOf(nameOf(value ?? undefined)));

function nameOf(value) {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? String(value) : typeof value;
}

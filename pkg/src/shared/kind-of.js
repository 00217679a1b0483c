/** What a value is, be it of another realm: edge runtimes and test environments have two. */
export function kindOf(value) {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** A compiled module, or the function that stands in for one where there is no WebAssembly. */
export function isModule(source) {
  return typeof source === "function" || kindOf(source) === "WebAssembly.Module";
}

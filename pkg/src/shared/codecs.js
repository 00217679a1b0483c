/** jsdom has no codecs. Node, in which it runs, has. */
export function codecs() {
  return globalThis.TextDecoder ? globalThis : globalThis.process.getBuiltinModule("node:util");
}

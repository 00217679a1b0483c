/** What a core is in this file: its bytes, or what a platform made of them, or stands in for them. */
export function coreOf(found) {
  if (typeof found !== "string") return found;
  // As scripts/lib/embed.mjs writes it.
  const bytes = new Uint8Array(found.length);
  let length = 0;
  for (let place = 0; place < found.length; place += 1) {
    let value = found.charCodeAt(place);
    if (value >= 126) value = 126 + (value - 126) * 128 + found.charCodeAt((place += 1));
    bytes[length++] = value - 16;
  }
  return bytes.subarray(0, length);
}

/** jsdom has no codecs. Node, in which it runs, has. */
export function codecs() {
  return globalThis.TextDecoder ? globalThis : globalThis.process.getBuiltinModule("node:util");
}

import unpacker from "embedded:unpacker";
import { codecs } from "./codecs.js";

/** The bytes of a core, of which scripts/lib/embed.mjs made a text. JavaScript that runs once takes ten times as long. */
export function unpacked(text) {
  const { TextEncoder } = codecs();
  const encoder = new TextEncoder();
  const { memory, unpack } = new WebAssembly.Instance(new WebAssembly.Module(encoder.encode(unpacker))).exports;
  memory.grow(text.length >> 16);
  const bytes = new Uint8Array(memory.buffer);
  encoder.encodeInto(text, bytes);
  return bytes.subarray(0, unpack(text.length));
}

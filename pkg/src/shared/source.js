import { isModule, kindOf } from "./kind-of.js";
import { failure } from "./unavailable.js";

/** Compiles what there is of the core: bytes, or a response or address that has them. */
export async function compile(source) {
  if (isModule(source)) return source;
  if (kindOf(source) === "ArrayBuffer" || ArrayBuffer.isView(source)) return compileBytes(source);
  const response = kindOf(source) === "Response" ? source : await ask(source);
  const type = response.headers.get("content-type") ?? "";
  const refused = (cause) => notFrom(response.url || source, `status ${response.status}, type "${type}"`, cause);
  if (!response.ok) throw refused();
  try {
    // Servers that don't know .wasm send it under another type, which streaming refuses.
    const isStreamed = /^application\/wasm/i.test(type) && WebAssembly.compileStreaming;
    return await (isStreamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (cause) {
    throw refused(cause);
  }
}

/** At once, since beside the page's own work it takes five times as long. */
function compileBytes(bytes) {
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    // Chrome before 114 compiles nothing of this size at once on a page.
    return WebAssembly.compile(bytes);
  }
}

async function ask(address) {
  try {
    return await fetch(address);
  } catch (cause) {
    throw notFrom(address, "no answer", cause);
  }
}

function notFrom(address, came, cause) {
  // Queries may hold what is nobody else's business.
  const [place] = String(address).split(/[?#]/, 1);
  const advice = "Check what is served there, and that a page's Content-Security-Policy allows 'wasm-unsafe-eval'.";
  return failure(`The core could not be loaded from ${place} (${came}). ${advice}`, cause);
}

import { readFile } from "node:fs/promises";
import { at, root } from "./paths.mjs";

/** Moves what is frequent in WebAssembly to where a literal needs no escapes: 1 % less after brotli. */
const SHIFT = 16;

/** The first of the two characters that begin a pair. */
const PAIR = 126;

/**
 * Bytes as text in ASCII, so that neither the charset of a page nor what a minifier makes of a literal can harm them.
 * `pkg/src/core.js` reads it. A character stands for one byte, two for one of the upper half: after brotli 3.3 % more
 * than the bytes, where base64 is 32 %, and UTF-8 with a character (U+0000 to U+00FF) for each byte 4.6 %.
 *
 * @param {Uint8Array} bytes
 */
export function textOf(bytes) {
  const characters = Array.from(bytes, (byte) => {
    const value = (byte + SHIFT) % 256;
    if (value < PAIR) return String.fromCharCode(value);
    const rest = value - PAIR;
    return String.fromCharCode(PAIR + (rest >> 7), rest & 127);
  });
  return characters.join("");
}

/**
 * A text in ASCII as a JavaScript string literal of one line. esbuild must not print it: it escapes whatever has no
 * shape of its own, which is 1.5 % more.
 *
 * @param {string} text
 * @param {{ isScript?: boolean }} [options] `isScript` for a file that is no module, and is read in the page's charset:
 *   in iso-2022-jp three control characters change it, and to escape them takes 1.1 % more
 */
export function literalOf(text, { isScript = false } = {}) {
  const escaped = isScript ? /[\0\n\r"\\\x0e\x0f\x1b]|<(?=\/script|!--)/gi : /[\0\n\r"\\]|<(?=\/script|!--)/gi;
  return `"${text.replace(escaped, (character, place) => ESCAPES[character] ?? hexadecimal(character, text[place + 1]))}"`;
}

const ESCAPES = { "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

// NUL has a short form, which before a digit would be an octal escape.
const hexadecimal = (character, next) =>
  character === "\0" && !/\d/.test(next) ? "\\0" : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;

/** The variable that holds the literal. */
const NAME = "CONSENTKEY_CORE";

/**
 * Options of esbuild that put a core into a bundle. The default export of "embedded:core" is a function that
 * answers the text, once the bundle has run to its end: it is behind the code, so that source maps stay true.
 *
 * @param {string} wasm relative to the root of the repository
 * @param {{ isScript?: boolean }} [options] of `literalOf`
 */
export async function embed(wasm, options) {
  return {
    plugins: [resolved("embedded", `export default () => ${NAME};`)],
    footer: { js: `var ${NAME}=${literalOf(textOf(await readFile(at(wasm))), options)};` },
  };
}

/**
 * The same for platforms that compile no bytes: the function answers a `WebAssembly.Module`, which the platform
 * makes of the file beside the bundle.
 *
 * @param {string} specifier of the file, as the platform wants it
 */
export function importModule(specifier) {
  const contents = `import module from ${JSON.stringify(specifier)};\nexport default () => module;`;
  return { plugins: [resolved("beside", contents)], external: [specifier] };
}

/**
 * The same for browsers without WebAssembly: the function answers one that makes an instance.
 *
 * @param {string} script relative to the root of the repository; its default export makes exports from imports
 */
export function standIn(script) {
  const imports = [`import make from "./${script}";`, 'import { instanceOf } from "./pkg/src/instance.js";'];
  return { plugins: [resolved("stand-in", [...imports, "export default () => () => instanceOf(make);"].join("\n"))] };
}

function resolved(namespace, contents) {
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^embedded:core$/ }, ({ path }) => ({ path, namespace, sideEffects: false }));
      onLoad({ filter: /.*/, namespace }, () => ({ contents, resolveDir: root }));
    },
  };
}

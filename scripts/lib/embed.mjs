import { readFile } from "node:fs/promises";
import { at, root } from "./paths.mjs";

/**
 * Bytes as a JavaScript string literal, a character (U+0000 to U+00FF) for each. After brotli that is 4.5 % more
 * than the bytes, where base64 is 32 %; in a file that is not UTF-8 for certain, 6 %.
 *
 * esbuild must not print it: it escapes whatever has no shape of its own, which is 1.5 % more.
 *
 * @param {Uint8Array} bytes
 * @param {{ ascii?: boolean }} [options] `ascii` where the file may be read in another charset than UTF-8
 */
export function literalOf(bytes, { ascii = false } = {}) {
  // The three control characters shift the charset of iso-2022-jp.
  const escaped = ascii ? /[\0\n\r"\\\x0e\x0f\x1b\x80-\xff]|<(?=\/script|!--)/gi : /[\0\n\r"\\]|<(?=\/script|!--)/gi;
  const text = Buffer.from(bytes).toString("latin1");
  const literal = text.replace(escaped, (character, place) => ESCAPES[character] ?? nul(character, text[place + 1]));
  return `"${literal}"`;
}

const ESCAPES = { "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

const hexadecimal = (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;

// Before a digit it would be an octal escape, which modules don't have.
const nul = (character, next) => (character === "\0" && !/\d/.test(next) ? "\\0" : hexadecimal(character));

/** The variable that holds the literal. */
const NAME = "CONSENTKEY_CORE";

/**
 * Options of esbuild that put a core into a bundle. The default export of "embedded:core" is a function that
 * answers the text, once the bundle has run to its end: it is behind the code, so that source maps stay true.
 *
 * @param {string} wasm relative to the root of the repository
 * @param {{ ascii?: boolean }} [options] of `literalOf`
 */
export async function embed(wasm, options) {
  return {
    plugins: [resolved("embedded", `export default () => ${NAME};`)],
    footer: { js: `var ${NAME}=${literalOf(await readFile(at(wasm)), options)};` },
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

import { readFile } from "node:fs/promises";
import { UNPACKER } from "./cores.mjs";
import { at, root } from "./paths.mjs";

/** Moves what is frequent in WebAssembly to where a literal needs no escapes: 1 % less after brotli. */
const SHIFT = 3;

/** The first of the two characters that begin a pair, which stands for the eighth bit of what is beyond. */
const PAIR = 126;

/**
 * Bytes as text in ASCII, so that neither the charset of a page nor what a minifier makes of a literal can harm them.
 * `pkg/src/shared/unpacker.wat` reads it. A character stands for one byte, two for one of the upper half: after brotli
 * 3.3 % more than the bytes, where base64 is 32 %, and UTF-8 with a character (U+0000 to U+00FF) for each byte 4.6 %.
 *
 * @param {Uint8Array} bytes
 */
export function textOf(bytes) {
  const characters = Array.from(bytes, (byte) => {
    const value = (byte + SHIFT) % 256;
    if (value < PAIR) return String.fromCharCode(value);
    const beyond = (value + 2) % 256;
    return String.fromCharCode(PAIR + (beyond >> 7), beyond & 127);
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

/**
 * Options of esbuild that put cores into a bundle. The default export of "embedded:core" is a function that answers
 * the bytes, once the bundle has run to its end: their text is behind the code, so that source maps stay true.
 *
 * @param {Record<string, string>} cores files, relative to the root of the repository, by what stands behind "embedded:"
 * @param {{ isScript?: boolean }} [options] of `literalOf`
 */
export async function embed(cores, options) {
  const variables = Object.entries(cores).map(async ([name, wasm]) => {
    return `var ${variableOf(name)}=${literalOf(textOf(await readFile(at(wasm))), options)};`;
  });
  const unpacker = JSON.stringify(await readFile(at(UNPACKER.wasm), "ascii"));
  const unpack = 'import { unpacked } from "./pkg/src/shared/unpacked.js";\n';
  return {
    plugins: [
      resolved("unpacker", `export default ${unpacker};`),
      ...Object.keys(cores).map((name) => resolved(name, `${unpack}export default () => unpacked(${variableOf(name)});`)),
    ],
    footer: { js: (await Promise.all(variables)).join("\n") },
  };
}

/** What holds the literal. */
const variableOf = (name) => `CONSENTKEY_${name.toUpperCase()}`;

/**
 * The same for platforms that compile no bytes: the function answers a `WebAssembly.Module`, which the platform
 * makes of the file beside the bundle.
 *
 * @param {string} specifier of the file, as the platform wants it
 */
export function importModule(specifier) {
  const contents = `import module from ${JSON.stringify(specifier)};\nexport default () => module;`;
  return { plugins: [resolved("core", contents)], external: [specifier] };
}

/**
 * The same for browsers without WebAssembly: the functions answer what makes an instance.
 *
 * @param {{ start: string, core: string }} scripts relative to the root of the repository; the default export of each
 *   makes exports from imports
 */
export function standIn({ start, core }) {
  const imports = [`import make from "./${core}";`, 'import { instanceOf } from "./pkg/src/shared/instance.js";'];
  return {
    plugins: [
      resolved("start", `import make from "./${start}";\nexport default () => make;`),
      resolved("core", [...imports, "export default () => () => instanceOf(make);"].join("\n")),
    ],
  };
}

function resolved(name, contents) {
  const namespace = `embedded-${name}`;
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^embedded:${name}$`) }, ({ path }) => ({ path, namespace, sideEffects: false }));
      onLoad({ filter: /.*/, namespace }, () => ({ contents, resolveDir: root }));
    },
  };
}

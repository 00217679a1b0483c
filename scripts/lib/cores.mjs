/**
 * The builds of the core, by the entry that loads them. What only servers may do is behind a
 * feature, so that what browsers download holds none of it.
 *
 * @typedef {object} Core
 * @property {string} runsIn for the lines of the build
 * @property {string} crate of Cargo
 * @property {string[]} features of Cargo
 * @property {string} compiled as Cargo leaves it, before its glue is generated
 * @property {string} folder of the glue
 * @property {string} wasm what is published
 */

/** @type {Core} */
export const BROWSER_CORE = {
  runsIn: "browsers",
  crate: "consentkey",
  features: [],
  compiled: "target/wasm/consentkey.wasm",
  folder: "pkg/core",
  wasm: "pkg/dist/consentkey.wasm",
};

/** @type {Core} */
export const SERVER_CORE = {
  runsIn: "servers",
  crate: "consentkey",
  features: ["server"],
  compiled: "target/wasm/consentkey-server.wasm",
  folder: "pkg/core-server",
  wasm: "pkg/dist/consentkey-server.wasm",
};

/** Cores behind the glue of wasm-bindgen. */
export const CORES = [BROWSER_CORE, SERVER_CORE];

/** What every page loads, without glue. It is in the package as a part of its JavaScript only. */
export const START_CORE = {
  runsIn: "the start of a login",
  crate: "consentkey-start",
  features: [],
  compiled: "target/wasm/consentkey-start.wasm",
  wasm: "target/wasm/consentkey-start-optimized.wasm",
};

/** What makes cores of their texts. Its own bytes are a text as they are. */
export const UNPACKER = { source: "pkg/src/shared/unpacker.wat", wasm: "target/wasm/unpacker.wasm" };

/** The JavaScript half of a core, and the WebAssembly half that belongs to it. */
export const glueOf = ({ folder }) => ({ script: `${folder}/glue.js`, wasm: `${folder}/consentkey_bg.wasm` });

/**
 * The builds of the one crate, by the entry that loads them. What only servers may do is behind a
 * feature, so that what browsers download holds none of it.
 *
 * @typedef {object} Core
 * @property {string} runsIn for the lines of the build
 * @property {string[]} features of Cargo
 * @property {string} compiled as Cargo leaves it, before its glue is generated
 * @property {string} folder of the glue
 * @property {string} wasm what is published
 */

/** @type {Core} */
export const BROWSER_CORE = {
  runsIn: "browsers",
  features: [],
  compiled: "target/wasm/consentkey.wasm",
  folder: "pkg/core",
  wasm: "pkg/dist/consentkey.wasm",
};

/** @type {Core} */
export const SERVER_CORE = {
  runsIn: "servers",
  features: ["server"],
  compiled: "target/wasm/consentkey-server.wasm",
  folder: "pkg/core-server",
  wasm: "pkg/dist/consentkey-server.wasm",
};

export const CORES = [BROWSER_CORE, SERVER_CORE];

/** The JavaScript half of a core, and the WebAssembly half that belongs to it. */
export const glueOf = ({ folder }) => ({ script: `${folder}/glue.js`, wasm: `${folder}/consentkey_bg.wasm` });

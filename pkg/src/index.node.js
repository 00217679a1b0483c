import { readFile } from "node:fs/promises";
import { setDefaultSource } from "./core.js";

// Node's fetch does not read files.
setDefaultSource(() => readFile(new URL("consentkey.wasm", import.meta.url)));

export * from "./index.js";
export { default } from "./index.js";

import { runExtension } from "../../lib/extension.js";

export const title = "Browser extension (Manifest V3) that allows `'wasm-unsafe-eval'`";

export const run = runExtension;

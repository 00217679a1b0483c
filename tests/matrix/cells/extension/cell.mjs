import { runExtension } from "../../lib/extension.js";

export const title = "Browser extension (Manifest V3) with its own Content-Security-Policy, which forbids WebAssembly: `consentkey/nowasm` as the fallback";

export const run = runExtension;

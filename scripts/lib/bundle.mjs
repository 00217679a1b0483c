import { copyFile, mkdir, readFile, readdir, rm } from "node:fs/promises";
import { GLUE, GLUED_CORE } from "./glue.mjs";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { stampedStep } from "./stamp.mjs";
import { Failure } from "./steps.mjs";

/** What a page downloads of the core. */
export const WASM = "pkg/dist/consentkey.wasm";

/** What a page downloads beside it. */
export const SCRIPT = "pkg/dist/index.js";

// The two deviations from -Oz each make the file bigger and what travels, compressed, smaller:
// by 2.3 % and 0.5 % with brotli.
const WASM_OPT = [
  "-Oz",
  "--one-caller-inline-max-function-size=0",
  "--skip-pass=local-cse",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
];

/** Makes the WebAssembly of the package smaller. */
export async function optimizeWasm() {
  const inputs = [GLUED_CORE, "node_modules/binaryen/package.json"];
  await stampedStep("WebAssembly with wasm-opt", "wasm-opt", { inputs, values: WASM_OPT, outputs: [WASM] }, async () => {
    await mkdir(at("pkg/dist"), { recursive: true });
    await run(process.execPath, ["node_modules/binaryen/bin/wasm-opt", GLUED_CORE, "-o", WASM, ...WASM_OPT], {
      failure: "wasm-opt can't read the core: see its words above, then run `npm run build`.",
    });
  });
}

/** Puts the package's JavaScript, types and licenses together. */
export async function bundlePackage() {
  const licenses = (await readdir(at("."))).filter((name) => name.startsWith("LICENSE-"));
  const inputs = ["pkg/src", GLUE, "scripts/lib/bundle.mjs", "node_modules/esbuild/package.json", ...licenses];
  const outputs = ["pkg/dist", ...licenses.map((name) => `pkg/${name}`)];
  await stampedStep("JavaScript with esbuild", "bundle", { inputs, outputs }, async () => {
    await removeAllButWasm();
    await bundle("index.js", { platform: "neutral" });
    // Complete in itself: it sets what the loader in it starts from, which a page need not download.
    // Readable, since Node shows the line that an error comes from.
    await bundle("index.node.js", { platform: "node", minify: false });
    await copyTypes();
    await Promise.all(licenses.map((name) => copyFile(at(name), at(`pkg/${name}`))));
    await requireWasmAddress();
  });
}

async function removeAllButWasm() {
  const names = (await readdir(at("pkg/dist"))).filter((name) => name !== "consentkey.wasm");
  await Promise.all(names.map((name) => rm(at(`pkg/dist/${name}`), { recursive: true })));
}

async function bundle(name, options) {
  const { build } = await import("esbuild");
  try {
    await build({
      entryPoints: [at(`pkg/src/${name}`)],
      outfile: at(`pkg/dist/${name}`),
      bundle: true,
      format: "esm",
      target: "es2022",
      minify: true,
      sourcemap: "linked",
      logLevel: "silent",
      ...options,
    });
  } catch (error) {
    throw new Failure(`pkg/src/${name} can't be bundled: see esbuild's words above, then run \`npm run build\`.`, {
      output: error.message,
    });
  }
}

async function copyTypes() {
  const names = (await readdir(at("pkg/src"))).filter((name) => name.endsWith(".d.ts"));
  await Promise.all(names.map((name) => copyFile(at(`pkg/src/${name}`), at(`pkg/dist/${name}`))));
}

// Bundlers of applications look for these very words to find the file.
async function requireWasmAddress() {
  const text = await readFile(at(SCRIPT), "utf8");
  if (!/new URL\("consentkey\.wasm",\s*import\.meta\.url\)/.test(text)) {
    throw new Failure(
      `${SCRIPT} does not hold \`new URL("consentkey.wasm", import.meta.url)\` literally: write it so in pkg/src, then run \`npm run build\`.`,
    );
  }
}

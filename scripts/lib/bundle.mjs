import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { BUNDLES } from "./bundles.mjs";
import { CORES, START_CORE, UNPACKER, glueOf } from "./cores.mjs";
import { integrityOf } from "./integrity.mjs";
import { NOWASM } from "./nowasm.mjs";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { stampedStep } from "./stamp.mjs";
import { Failure, say } from "./steps.mjs";

// The two deviations from -Oz each make the file bigger and what travels, compressed, smaller:
// by 2.3 % and 0.5 % with brotli.
const WASM_OPT = [
  "-Oz",
  "--one-caller-inline-max-function-size=0",
  "--skip-pass=local-cse",
  // Engines take the hints for nothing, and they cost 0.7 %.
  "--dealign",
  // There the stack would end, so that no address is: what is added to one may go into the instruction.
  "--low-memory-unused",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
];

/** Makes the WebAssembly of the package smaller. */
export async function optimizeWasm() {
  await optimize("what unpacks cores", UNPACKER.source, UNPACKER.wasm);
  // Worth 0.2 % there; the larger cores get larger.
  await optimize(START_CORE.runsIn, START_CORE.compiled, START_CORE.wasm, [...WASM_OPT, "--reorder-functions"]);
  for (const core of CORES) await optimize(core.runsIn, glueOf(core).wasm, core.wasm);
}

async function optimize(what, from, to, options = WASM_OPT) {
  const facts = { inputs: [from, "node_modules/binaryen/package.json"], values: options, outputs: [to] };
  await stampedStep(`WebAssembly for ${what} with wasm-opt`, `wasm-opt-${what.replaceAll(" ", "-")}`, facts, async () => {
    await mkdir(at("pkg/dist"), { recursive: true });
    await run(process.execPath, ["node_modules/binaryen/bin/wasm-opt", from, "-o", to, ...options], {
      failure: `wasm-opt can't read ${from}: see its words above, then run \`npm run build\`.`,
    });
  });
}

/** Puts the package's JavaScript, types and licenses together. */
export async function bundlePackage() {
  const licenses = (await readdir(at("."))).filter((name) => name.startsWith("LICENSE-"));
  const cores = [UNPACKER.wasm, START_CORE.wasm, ...CORES.flatMap((core) => [glueOf(core).script, core.wasm]), ...Object.values(NOWASM)];
  const steps = ["bundle", "bundles", "embed"].map((name) => `scripts/lib/${name}.mjs`);
  const inputs = ["pkg/src", ...cores, ...steps, "node_modules/esbuild/package.json", ...licenses];
  const outputs = ["pkg/dist", ...licenses.map((name) => `pkg/${name}`)];
  await stampedStep("JavaScript with esbuild", "bundle", { inputs, outputs }, async () => {
    await removeAllButWasm();
    for (const [name, options] of BUNDLES) await bundle(name, await options());
    await copyTypes();
    await Promise.all(licenses.map((name) => copyFile(at(name), at(`pkg/${name}`))));
  });
  say(`  integrity of consentkey.global.js: ${await integrityOf("pkg/dist/consentkey.global.js")}`);
}

async function removeAllButWasm() {
  const names = (await readdir(at("pkg/dist"))).filter((name) => !name.endsWith(".wasm"));
  await Promise.all(names.map((name) => rm(at(`pkg/dist/${name}`), { recursive: true })));
}

async function bundle(name, { source, ...options }) {
  const { build } = await import("esbuild");
  try {
    await build({ entryPoints: [at(`pkg/src/${source}`)], outfile: at(`pkg/dist/${name}`), ...options });
  } catch (error) {
    throw new Failure(`pkg/src/${source} can't be bundled: see esbuild's words above, then run \`npm run build\`.`, {
      output: error.message,
    });
  }
}

/** The types, and the same for `require()`: TypeScript takes a file's kind from its name. */
async function copyTypes() {
  const names = (await readdir(at("pkg/src/types"))).filter((name) => name.endsWith(".d.ts"));
  for (const name of names) {
    const text = await readFile(at(`pkg/src/types/${name}`), "utf8");
    await writeFile(at(`pkg/dist/${name}`), text);
    await writeFile(at(`pkg/dist/${name.replace(".d.ts", ".d.cts")}`), text.replace(/(from "\.\/[\w-]+)\.js"/g, '$1.cjs"'));
  }
}

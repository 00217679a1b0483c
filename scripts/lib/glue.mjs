import { readFile, rm, writeFile } from "node:fs/promises";
import { CORES, glueOf } from "./cores.mjs";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { lockedVersion } from "./rust/manifests.mjs";
import { cargoEnvironment } from "./rust/toolchain.mjs";
import { stampedStep } from "./stamp.mjs";
import { Failure } from "./steps.mjs";

const SOURCE = "scripts/wasm-bindgen";
const PLATFORM = "FinalizationRegistry, { TextDecoder, TextEncoder }";
export const COMMAND = `.tools/bin/consentkey-wasm-bindgen${process.platform === "win32" ? ".exe" : ""}`;

/**
 * Generates the JavaScript glue of the cores with the wasm-bindgen of its Cargo.lock.
 *
 * @param {import("./rust/facts.mjs").Toolchain} native compiles wasm-bindgen, the first time
 */
export async function generateGlue(native) {
  const version = await wasmBindgenVersion();
  const tool = { inputs: [SOURCE], outputs: [COMMAND] };
  await stampedStep(`wasm-bindgen ${version}`, "wasm-bindgen", tool, () => install(native));
  for (const core of CORES) {
    const facts = { inputs: [core.compiled, COMMAND, "scripts/lib/glue.mjs"], outputs: Object.values(glueOf(core)) };
    await stampedStep(`JavaScript glue for ${core.runsIn}`, `glue-${core.runsIn}`, facts, () => generate(core));
  }
}

async function wasmBindgenVersion() {
  const versionIn = async (path, name) => lockedVersion(await readFile(at(path), "utf8"), name);
  const library = await versionIn("Cargo.lock", "wasm-bindgen");
  const command = await versionIn(`${SOURCE}/Cargo.lock`, "wasm-bindgen-cli-support");
  if (library === command) return library;
  throw new Failure(
    `Cargo.lock holds wasm-bindgen ${library} and ${SOURCE}/Cargo.lock ${command}: run \`cargo update --manifest-path ${SOURCE}/Cargo.toml wasm-bindgen-cli-support --precise ${library}\`.`,
  );
}

function install(native) {
  const places = ["--path", SOURCE, "--root", ".tools", "--target-dir", "target/tools"];
  return run(native.cargo, ["install", "--quiet", "--locked", "--force", ...places], {
    env: cargoEnvironment(native),
    failure: "wasm-bindgen could not be compiled: see Cargo's words above, then run `npm run build`.",
  });
}

async function generate(core) {
  const { compiled, folder } = core;
  await rm(at(folder), { recursive: true, force: true });
  await run(at(COMMAND), [compiled, folder], {
    failure: "wasm-bindgen can't read the core: see its words above, then run `npm run build`.",
  });
  const generated = at(`${folder}/consentkey_bg.js`);
  await writeFile(at(glueOf(core).script), asFunction(await readFile(generated, "utf8")));
  await rm(generated);
}

/**
 * wasm-bindgen keeps the instance, and what it knows of its memory, in variables of a module. As a function it
 * serves one instance after another, and does nothing when it is imported.
 *
 * @param {string} module as wasm-bindgen writes it
 * @returns {string} a module with `createGlue(...)`, which takes what the platform gives and answers what the module exported
 */
export function asFunction(module) {
  const imports = module.match(/^import .*$/gm) ?? [];
  const names = Array.from(module.matchAll(/^export (?:class|function) ([\w$]+)/gm), ([, name]) => name);
  const body = module.replace(/^import .*\n/gm, "").replace(/^export (?=(?:class|function) )/gm, "");
  if (names.length === 0 || /^(?:im|ex)port\b/m.test(body)) {
    throw new Failure("wasm-bindgen writes modules in a new way: teach `asFunction` in scripts/lib/glue.mjs, then run `npm run build`.");
  }
  const lines = [...imports, `export function createGlue(${PLATFORM}) {`, body, `return { ${names.join(", ")} };`, "}"];
  return `${lines.join("\n")}\n`;
}

import { readFile, rm } from "node:fs/promises";
import { CORE } from "./core.mjs";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { lockedVersion } from "./rust/manifests.mjs";
import { cargoEnvironment } from "./rust/toolchain.mjs";
import { stampedStep } from "./stamp.mjs";
import { Failure } from "./steps.mjs";

const SOURCE = "scripts/wasm-bindgen";
const COMMAND = `.tools/bin/consentkey-wasm-bindgen${process.platform === "win32" ? ".exe" : ""}`;
const DIRECTORY = "pkg/core";

/** The JavaScript half of the core, and the WebAssembly half that belongs to it. */
export const GLUE = `${DIRECTORY}/consentkey_bg.js`;
export const GLUED_CORE = `${DIRECTORY}/consentkey_bg.wasm`;

/**
 * Generates the JavaScript glue of the core with the wasm-bindgen of its Cargo.lock.
 *
 * @param {import("./rust/facts.mjs").Toolchain} native compiles wasm-bindgen, the first time
 */
export async function generateGlue(native) {
  const version = await wasmBindgenVersion();
  const tool = { inputs: [SOURCE], outputs: [COMMAND] };
  await stampedStep(`wasm-bindgen ${version}`, "wasm-bindgen", tool, () => install(native));
  const facts = { inputs: [CORE, COMMAND], outputs: [GLUE, GLUED_CORE] };
  await stampedStep("JavaScript glue of the core", "glue", facts, generate);
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

async function generate() {
  await rm(at(DIRECTORY), { recursive: true, force: true });
  await run(at(COMMAND), [CORE, DIRECTORY], {
    failure: "wasm-bindgen can't read the core: see its words above, then run `npm run build`.",
  });
}

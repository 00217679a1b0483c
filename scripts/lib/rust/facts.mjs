import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { aptPrefix } from "../apt.mjs";
import { at } from "../paths.mjs";
import { ask } from "../run.mjs";
import { packageField } from "./manifests.mjs";

export const TARGET = "wasm32-unknown-unknown";

/** What only a standard library that is built from its sources can be compiled with. */
export const UNSTABLE_FLAGS = [
  "-Zunstable-options",
  "-Cpanic=immediate-abort",
  "-Zlocation-detail=none",
  "-Zfmt-debug=none",
  // Off at opt-level z, though what it inlines gets smaller by it: 4 % with brotli.
  "-Zinline-mir=yes",
];

/**
 * @typedef {object} Toolchain
 * @property {string} cargo command
 * @property {string} rustc command
 * @property {string} version such as "1.96.0"
 * @property {string} sysroot
 * @property {boolean} linker whether it can link WebAssembly
 * @property {boolean} sources whether it can build the standard library
 * @property {boolean} prebuilt whether the standard library for WebAssembly is there
 */

/**
 * @typedef {object} Facts
 * @property {string} minimum the oldest Rust that the core compiles with
 * @property {Toolchain[]} toolchains in the order of preference
 * @property {string | null} rustup the folder of rustup's toolchains, null where there is no rustup
 * @property {string[] | null} apt how to call apt-get, null where it can't install anything
 */

/**
 * Asks this machine's tools what they can do.
 *
 * @returns {Promise<Facts>}
 */
export async function probe() {
  const folders = ["", cargoHome("bin"), "/usr/bin"];
  const found = await Promise.all(folders.map(toolchainIn));
  const toolchains = found.filter((one, index) => {
    return one && found.findIndex((other) => other?.sysroot === one.sysroot) === index;
  });
  return {
    minimum: packageField(await readFile(at("Cargo.toml"), "utf8"), "rust-version"),
    toolchains,
    rustup: await ask("rustup", ["show", "home"]),
    apt: await aptPrefix(),
  };
}

/** A path in Cargo's own folder. */
export const cargoHome = (path = "") => join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), path);

async function toolchainIn(folder) {
  const [cargo, rustc] = [join(folder, "cargo"), join(folder, "rustc")];
  const words = await ask(rustc, ["--version", "--verbose"]);
  const sysroot = words && (await ask(rustc, ["--print", "sysroot"]));
  if (!sysroot || (await ask(cargo, ["--version"])) === null) return null;
  const field = (name) => words.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
  const library = (path) => existsSync(join(sysroot, "lib/rustlib", path));
  return {
    cargo,
    rustc,
    version: field("release"),
    sysroot,
    // rustup brings its own; Debian's is a link that leads nowhere until its target is installed.
    linker: library(`${field("host")}/bin/rust-lld`) || existsSync(join(sysroot, "bin/rust-lld")),
    sources: library("src/rust/library/Cargo.lock") && (await knowsUnstableFlags(rustc)),
    prebuilt: library(TARGET),
  };
}

// Unstable flags come and go with Rust's versions.
async function knowsUnstableFlags(rustc) {
  const args = ["--print", "cfg", "--target", TARGET, ...UNSTABLE_FLAGS];
  return (await ask(rustc, args, { env: { RUSTC_BOOTSTRAP: "1" } })) !== null;
}

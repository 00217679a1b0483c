import { mkdir, readFile, readlink, writeFile } from "node:fs/promises";
import { aptPrefix, installPackages } from "../apt.mjs";
import { at } from "../paths.mjs";
import { run } from "../run.mjs";
import { Failure, step } from "../steps.mjs";
import { TARGET, probe } from "./facts.mjs";
import { DEBIAN_PACKAGES, advice, chooseWay, describe, lldPackage, nativeToolchain } from "./ways.mjs";

const MEMORY = "target/stamps/toolchain.json";

const INSTALLATIONS = {
  sources: {
    name: "rustup component add rust-src",
    install: () => rustup("component", "add", "rust-src"),
  },
  debian: {
    name: "Debian's Rust for WebAssembly",
    install: installDebian,
  },
  target: {
    name: `rustup target add ${TARGET}`,
    install: () => rustup("target", "add", TARGET),
  },
};

/**
 * Finds what compiles the core, or installs it.
 *
 * @returns {Promise<{ way: import("./ways.mjs").Way, native: import("./facts.mjs").Toolchain }>} `native`
 *   compiles for this machine
 * @throws {Failure} where there is no way
 */
export async function prepareToolchain() {
  let tried;
  for (;;) {
    const { facts, way } = await step("Rust toolchain", async (note) => {
      const facts = await probe();
      tried ??= await recall(facts);
      const way = chooseWay(facts, tried);
      if (!way) throw new Failure(advice(facts));
      note(way.toolchain ? describe(way) : "no standard library for WebAssembly yet");
      return { facts, way };
    });
    if (way.toolchain) {
      await remember(facts, tried);
      return { way, native: nativeToolchain(facts) };
    }
    await attempt(way.install);
    tried.push(way.install);
  }
}

/**
 * Finds what compiles for this machine.
 *
 * @returns {Promise<import("./facts.mjs").Toolchain>}
 * @throws {Failure} where there is none
 */
export async function findNativeToolchain() {
  return step("Rust toolchain", async (note) => {
    const facts = await probe();
    const toolchain = nativeToolchain(facts);
    if (!toolchain) throw new Failure(advice(facts));
    note(`Rust ${toolchain.version} in ${toolchain.sysroot}`);
    return toolchain;
  });
}

/**
 * What Cargo needs in its environment to use a toolchain and no other.
 *
 * @param {import("./facts.mjs").Toolchain} toolchain
 */
export function cargoEnvironment({ rustc }) {
  // Its own default, which must not look like another compiler to builds without these scripts.
  if (rustc === "rustc") return {};
  return { RUSTC: rustc, RUSTDOC: rustc.replace(/rustc$/, "rustdoc") };
}

async function attempt(installation) {
  const { name, install } = INSTALLATIONS[installation];
  await step(name, async (note) => {
    try {
      await install();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      note("not to be had here");
    }
  });
}

// Where there is no network rustup says so at once; a bad one must not hold up the build.
const rustup = (...args) => {
  return run("rustup", args, { timeout: 180, failure: `\`rustup ${args.join(" ")}\` did not work.` });
};

async function installDebian() {
  const apt = await aptPrefix();
  const failure = "Debian's Rust for WebAssembly can't be installed.";
  await installPackages(apt, DEBIAN_PACKAGES, failure);
  const linker = lldPackage(await readlink("/usr/bin/rust-lld").catch(() => ""));
  if (linker) await installPackages(apt, [linker], failure);
}

// What could not be installed is not tried again until the toolchains change.
async function recall(facts) {
  const memory = await readFile(at(MEMORY), "utf8").then(JSON.parse).catch(() => null);
  return memory?.toolchains === identity(facts) ? memory.tried : [];
}

async function remember(facts, tried) {
  await mkdir(at("target/stamps"), { recursive: true });
  await writeFile(at(MEMORY), JSON.stringify({ toolchains: identity(facts), tried }));
}

const identity = ({ toolchains }) => JSON.stringify(toolchains);

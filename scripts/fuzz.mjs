import { copyFile, mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { delimiter, dirname } from "node:path";
import { parse } from "./lib/arguments.mjs";
import { main } from "./lib/main.mjs";
import { at } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { cargoEnvironment, findNativeToolchain } from "./lib/rust/toolchain.mjs";
import { stampedStep } from "./lib/stamp.mjs";
import { Failure, say, step } from "./lib/steps.mjs";

const USAGE = "npm run fuzz -- [--seconds=300] [--minimize] [targets]";
const VERSION = "0.13.2";
const COMMAND = `.tools/bin/cargo-fuzz${process.platform === "win32" ? ".exe" : ""}`;

const CORPUS = "fuzz/corpus";
// What fuzzing adds, until it is minimized into the corpus.
const FOUND = "target/fuzz-corpus";
// As libFuzzer names what it keeps. Inputs with another name were written by people, and stay.
const HASH = /^[0-9a-f]{40}$/;
// In bytes. Nothing here takes long inputs to reach, and of short ones more are tried.
const MAX_LENGTH = "-max_len=1024";

main(async () => {
  const { seconds, minimize, targets } = await readArguments();
  const environment = await prepare();
  for (const target of targets) {
    await (minimize ? minimizeCorpus(target, environment) : fuzz(target, environment, seconds));
  }
  say(minimize ? `${CORPUS} covers what was found.` : "No input was found that fails a check.");
});

async function readArguments() {
  const options = { seconds: { type: "string", default: "300" }, minimize: { type: "boolean", default: false } };
  const { values, positionals } = parse(options, USAGE, { allowPositionals: true });
  const manifest = await readFile(at("fuzz/Cargo.toml"), "utf8");
  const known = Array.from(manifest.matchAll(/^\[\[bin\]\]\nname = "(.+)"$/gm), ([, name]) => name);
  const unknown = positionals.find((target) => !known.includes(target));
  if (unknown) throw new Failure(`There is no target ${unknown} among ${known.join(", ")}. Run \`${USAGE}\`.`);
  if (!/^[1-9]\d*$/.test(values.seconds)) throw new Failure(`--seconds is no whole number above 0. Run \`${USAGE}\`.`);
  return { ...values, targets: positionals.length > 0 ? positionals : known };
}

/** Installs cargo-fuzz, compiles the targets, and gives the environment in which both were done. */
async function prepare() {
  const native = await findNativeToolchain();
  const facts = { inputs: [], values: [VERSION], outputs: [COMMAND] };
  await stampedStep(`cargo-fuzz ${VERSION}`, "cargo-fuzz", facts, () => install(native));
  // It calls whichever `cargo` comes first.
  const folder = dirname(native.cargo);
  const path = folder === "." ? process.env.PATH : [folder, process.env.PATH].join(delimiter);
  const environment = { ...cargoEnvironment(native), PATH: path };
  await step("Fuzz targets", () => {
    return cargoFuzz(
      ["build"],
      environment,
      "The fuzz targets do not compile: see above (libFuzzer takes a C++ compiler, such as g++), then run `npm run fuzz`.",
    );
  });
  return environment;
}

function install(native) {
  const places = ["--root", ".tools", "--target-dir", "target/tools"];
  const what = ["cargo-fuzz", "--version", VERSION];
  return run(native.cargo, ["install", "--quiet", "--locked", "--force", ...places, ...what], {
    env: cargoEnvironment(native),
    failure: "cargo-fuzz could not be compiled: see Cargo's words above, then run `npm run fuzz`.",
  });
}

function cargoFuzz([command, ...args], env, failure) {
  // Sanitizers watch over `unsafe`, which the core has none of, and take a nightly toolchain.
  const places = ["--fuzz-dir", "fuzz", "--target-dir", "target/fuzz", "--sanitizer", "none"];
  return run(at(COMMAND), [command, ...places, ...args], { env, failure });
}

async function fuzz(target, environment, seconds) {
  const [found, corpus] = [`${FOUND}/${target}`, `${CORPUS}/${target}`];
  await mkdir(at(found), { recursive: true });
  const options = [`-max_total_time=${seconds}`, MAX_LENGTH, `-dict=fuzz/dictionaries/${target}.dict`, "-verbosity=0"];
  await step(`${target} for ${seconds} s`, async (note) => {
    await cargoFuzz(
      ["run", target, found, corpus, "--", ...options],
      environment,
      `An input in fuzz/artifacts/${target} fails the checks: move it to ${corpus}, then run \`cargo test --test corpus\` until it passes.`,
    );
    note(`${await count(found)} inputs found`);
  });
}

async function minimizeCorpus(target, environment) {
  const [found, corpus, fewest] = [`${FOUND}/${target}`, `${CORPUS}/${target}`, `${FOUND}/${target}.fewest`];
  const named = (await readdir(at(corpus))).filter((name) => !HASH.test(name));
  await rm(at(fewest), { recursive: true, force: true });
  await mkdir(at(found), { recursive: true });
  await mkdir(at(fewest));
  for (const name of named) await copyFile(at(`${corpus}/${name}`), at(`${fewest}/${name}`));
  // Each branch once will do, however often it can be taken.
  const options = ["-set_cover_merge=1", "-use_counters=0", MAX_LENGTH];
  await step(`${target}, minimized`, async (note) => {
    await cargoFuzz(
      ["run", target, fewest, corpus, found, "--", ...options],
      environment,
      `The corpus of ${target} can't be minimized: see above, then run \`npm run fuzz -- --minimize ${target}\`.`,
    );
    await rm(at(corpus), { recursive: true });
    await rename(at(fewest), at(corpus));
    note(`${await count(corpus)} inputs, ${named.length} of them with a name`);
  });
}

const count = async (folder) => (await readdir(at(folder))).length;

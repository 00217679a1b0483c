import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lintCore } from "./core.mjs";
import { CORES, START_CORE } from "./cores.mjs";
import { CHROMIUM, FIDES, FIREFOX, REDIS, WEBKIT } from "./programs.mjs";
import { at } from "./paths.mjs";
import { ask, run } from "./run.mjs";
import { cargoEnvironment } from "./rust/toolchain.mjs";
import { Failure, say, step } from "./steps.mjs";

/** What has to be there before a module of the repository can do its part in tests. */
const PROGRAMS = new Map([
  ["tests/lib/chromium.js", CHROMIUM],
  ["tests/lib/engines/firefox.js", FIREFOX],
  ["tests/lib/engines/webkit.js", WEBKIT],
  ["tests/lib/redis.js", REDIS],
  ["tests/lib/fides-page.js", FIDES],
]);
const DEMO = "scripts/lib/demo.mjs";

const FOLDERS = ["scripts/test", "sandbox/test", "pkg/test", "www/test", "tests"];

// Tests may drive browsers, which two cores can serve two of at a time.
const CONCURRENCY = 2;

/** Files of tests for Node, relative to the root of the repository. */
export async function nodeTests() {
  return (await Promise.all(FOLDERS.map(testsIn))).flat();
}

/**
 * What has to be there before tests run, by the modules that they import.
 *
 * @param {string[]} files relative to the root of the repository
 * @returns {Promise<{ programs: import("./programs.mjs").Program[], demo: boolean }>}
 */
export async function needsOf(files) {
  const modules = await modulesFrom(files);
  const programs = Array.from(PROGRAMS).filter(([module]) => modules.has(module));
  return { programs: programs.map(([, program]) => program), demo: modules.has(DEMO) };
}

/**
 * Which tests can be run where programs are missing.
 *
 * @param {string[]} files
 * @param {import("./programs.mjs").Program[]} lacking
 * @returns {Promise<{ possible: string[], left: string[] }>}
 */
export async function withoutPrograms(files, lacking) {
  const possible = [];
  const left = [];
  for (const file of files) {
    const { programs } = await needsOf([file]);
    (programs.some((program) => lacking.includes(program)) ? left : possible).push(file);
  }
  return { possible, left };
}

/** The files, and what they import of the repository, directly or not. */
async function modulesFrom(files, known = new Set()) {
  for (const file of files.filter((file) => !known.has(file))) {
    known.add(file);
    // A file that isn't there is for `testNode` to tell.
    const source = await readFile(at(file), "utf8").catch(() => "");
    const imports = source.matchAll(/\b(?:from|import) "(\.{1,2}\/[^"]+)"/g);
    await modulesFrom(Array.from(imports, ([, path]) => join(dirname(file), path)), known);
  }
  return known;
}

/**
 * Tests the core on this machine.
 *
 * @param {import("./rust/facts.mjs").Toolchain} toolchain
 */
export async function testRust(toolchain) {
  await step("Rust tests", () => {
    return run(toolchain.cargo, ["test"], {
      loud: true,
      env: cargoEnvironment(toolchain),
      failure: "The Rust tests fail: see above, then run `npm test -- --only=rust`.",
    });
  }, { loud: true });
}

/**
 * Has clippy look at all of the Rust, natively and as WebAssembly. A toolchain without clippy, such as Debian's, can't.
 *
 * @param {import("./rust/ways.mjs").Way} way
 * @param {import("./rust/facts.mjs").Toolchain} native
 */
export async function lintRust(way, native) {
  for (const { cargo } of [native, way.toolchain]) {
    if ((await ask(cargo, ["clippy", "--version"])) === null) {
      return say(`Lints … not run: ${cargo} has no clippy (\`rustup component add clippy\` brings it)`);
    }
  }
  await step("Lints", () => {
    return run(native.cargo, ["clippy", "--quiet", "--all-targets", "--", "--deny", "warnings"], {
      env: cargoEnvironment(native),
      failure: "clippy finds something: see its words above, then run `npm test -- --only=rust`.",
    });
  });
  for (const core of [START_CORE, ...CORES]) await lintCore(way, core);
}

/**
 * Runs tests on Node.
 *
 * @param {string[]} files relative to the root of the repository
 * @param {Record<string, string>} [paths] of `preparePrograms`
 */
export async function testNode(files, paths = {}) {
  const missing = files.find((file) => !existsSync(at(file)));
  if (missing) throw new Failure(`There is no ${missing}: run \`npm test\` for all tests.`);
  const options = ["--test", "--test-reporter=spec", `--test-concurrency=${CONCURRENCY}`, "--test-timeout=900000"];
  await step("Node tests", () => {
    return run(process.execPath, [...options, ...files], {
      loud: true,
      env: paths,
      failure: "The Node tests fail: see above, then run `npm test -- --only=node`.",
    });
  }, { loud: true });
}

async function testsIn(folder) {
  const entries = await readdir(at(folder), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.sort((a, b) => (a.name < b.name ? -1 : 1)).map((entry) => {
      const path = join(folder, entry.name);
      // The cells of the matrix are projects of their own.
      const isElsewhere = entry.name === "node_modules" || path === join("tests", "matrix", "cells");
      if (entry.isDirectory()) return isElsewhere ? [] : testsIn(path);
      return /\.test\.m?js$/.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

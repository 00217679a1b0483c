import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { CHROMIUM, FIREFOX, WEBKIT } from "./browser.mjs";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { cargoEnvironment } from "./rust/toolchain.mjs";
import { Failure, step } from "./steps.mjs";

const FOLDERS = ["scripts/test", "sandbox/test", "pkg/test", "www/test", "tests"];

// Tests may drive browsers, which two cores can serve two of at a time.
const CONCURRENCY = 2;

/** Files of tests for Node, relative to the root of the repository. */
export async function nodeTests() {
  return (await Promise.all(FOLDERS.map(testsIn))).flat();
}

/**
 * The browsers that tests need; whoever needs one needs the built demo too.
 *
 * @param {string[]} files relative to the root of the repository
 */
export function browsersFor(files) {
  const needs = (beginning) => files.some((file) => file.startsWith(beginning));
  return [
    ...(needs("tests/") ? [CHROMIUM] : []),
    ...(needs("tests/engines/firefox") ? [FIREFOX] : []),
    ...(needs("tests/engines/webkit") ? [WEBKIT] : []),
  ];
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
 * Runs tests on Node.
 *
 * @param {string[]} files relative to the root of the repository
 * @param {Record<string, string>} [browsers] of `prepareBrowsers`
 */
export async function testNode(files, browsers = {}) {
  const missing = files.find((file) => !existsSync(at(file)));
  if (missing) throw new Failure(`There is no ${missing}: run \`npm test\` for all tests.`);
  const options = ["--test", "--test-reporter=spec", `--test-concurrency=${CONCURRENCY}`, "--test-timeout=300000"];
  await step("Node tests", () => {
    return run(process.execPath, [...options, ...files], {
      loud: true,
      env: browsers,
      failure: "The Node tests fail: see above, then run `npm test -- --only=node`.",
    });
  }, { loud: true });
}

async function testsIn(folder) {
  const entries = await readdir(at(folder), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.sort((a, b) => (a.name < b.name ? -1 : 1)).map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : testsIn(path);
      return /\.test\.m?js$/.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

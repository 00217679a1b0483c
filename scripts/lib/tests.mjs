import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { cargoEnvironment } from "./rust/toolchain.mjs";
import { Failure, step } from "./steps.mjs";

const FOLDERS = ["scripts/test", "sandbox/test", "pkg/test", "www/test", "tests"];

// Those that drive a browser, which two cores can serve two of at a time.
const BROWSER_FOLDER = "tests/";
const CONCURRENCY = 2;

/** Files of tests for Node, relative to the root of the repository. */
export async function nodeTests() {
  return (await Promise.all(FOLDERS.map(testsIn))).flat();
}

/** Whether tests need the browser and the built demo. */
export const needBrowser = (files) => files.some((file) => file.startsWith(BROWSER_FOLDER));

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
 * @param {string} [browser] path of Chromium, handed on as CHROMIUM_PATH
 */
export async function testNode(files, browser) {
  const missing = files.find((file) => !existsSync(at(file)));
  if (missing) throw new Failure(`There is no ${missing}: run \`npm test\` for all tests.`);
  const options = ["--test", "--test-reporter=spec", `--test-concurrency=${CONCURRENCY}`, "--test-timeout=300000"];
  await step("Node tests", () => {
    return run(process.execPath, [...options, ...files], {
      loud: true,
      env: browser ? { CHROMIUM_PATH: browser } : {},
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

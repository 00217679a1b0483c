import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "./paths.mjs";
import { step } from "./steps.mjs";

// Written by installations and builds, never an input of one.
const SKIPPED = new Set(["node_modules", "target", "dist", ".git"]);

/**
 * A step of a command that `unlessDone` may spare.
 *
 * @param {string} title of the step
 * @param {string} name of the stamp file
 * @param {Parameters<typeof unlessDone>[1]} facts
 * @param {() => Promise<unknown>} work
 */
export function stampedStep(title, name, facts, work) {
  return step(title, async (note) => {
    if (!(await unlessDone(name, facts, work))) note("up to date");
  });
}

/**
 * Does a piece of work unless its inputs and outputs are as they were when it was last done.
 *
 * @param {string} name of the stamp file
 * @param {object} facts
 * @param {string[]} facts.inputs files and folders
 * @param {unknown[]} [facts.values] whatever else the work depends on
 * @param {string[]} facts.outputs files that the work writes
 * @param {string} [facts.base] what the paths are relative to, default the root of the repository
 * @param {() => Promise<unknown>} work
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function unlessDone(name, { inputs, values = [], outputs, base = root }, work) {
  const file = join(base, "target", "stamps", `${name}.json`);
  const made = async () => ({
    inputs: await fingerprint(inputs, { values, base }),
    outputs: await fingerprint(outputs, { base }),
  });
  const before = await made();
  if (same(before, await recorded(file)) && !(await anyMissing(outputs, base))) return false;
  await work();
  await mkdir(dirname(file), { recursive: true });
  // The inputs as they were before the work: an edit made meanwhile has to count as a change.
  await writeFile(file, JSON.stringify({ ...(await made()), inputs: before.inputs }));
  return true;
}

/**
 * A hash of the contents of files and folders, which changes with any of them.
 *
 * @param {string[]} paths missing ones count as empty
 * @param {{ values?: unknown[], base?: string }} [options]
 */
export async function fingerprint(paths, { values = [], base = root } = {}) {
  const hash = createHash("sha256").update(JSON.stringify(values));
  for (const path of paths) {
    for (const file of await filesIn(join(base, path))) {
      hash.update(`\0${file.slice(base.length)}\0`).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

async function filesIn(path) {
  const facts = await stat(path).catch(() => null);
  if (!facts) return [];
  if (!facts.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !SKIPPED.has(name)).sort();
  return (await Promise.all(names.map((name) => filesIn(join(path, name))))).flat();
}

async function anyMissing(paths, base) {
  const found = await Promise.all(paths.map((path) => filesIn(join(base, path))));
  return found.some((files) => files.length === 0);
}

const recorded = (file) => readFile(file, "utf8").then(JSON.parse).catch(() => null);

const same = (a, b) => a.inputs === b?.inputs && a.outputs === b?.outputs;

// Installs the packed package into empty projects, one for each tool, and sees it work there.
import { readFile, writeFile } from "node:fs/promises";
import { Project, cellNames, pack, sourcesOfCell } from "./lib/project.js";
import { tableOf } from "./lib/table.js";

const DOCUMENT = new URL("../../docs/install.md", import.meta.url);

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/** How many cells run at once: most of their time they wait for npm, for a disk or for a browser. */
const SIDE_BY_SIDE = 2;

/** What came of a cell: `{ name, title, versions, fault }`, without a fault where it works. */
async function outcomeOf(name, tarball) {
  const cell = await import(`./cells/${name}/cell.mjs`);
  const { title, run, lacks } = cell;
  const missing = await lacks?.();
  if (missing) return { name, title, versions: {}, missing };
  const project = new Project(name, sourcesOfCell(name, cell), tarball);
  try {
    await project.install();
    await run(project);
    return { name, title, versions: await project.versions() };
  } catch (error) {
    return { name, title, versions: await project.versions().catch(() => ({})), fault: error.message };
  }
}

/**
 * Runs cells, all of them by default: these write the table of docs/install.md.
 *
 * @param {string[]} [chosen] names of folders in `cells`
 * @returns {Promise<string[]>} the cells that fail
 */
export async function runMatrix(chosen = []) {
  const all = await cellNames();
  const unknown = chosen.find((name) => !all.includes(name));
  if (unknown) throw new Error(`There is no cell ${unknown}. There are: ${all.join(", ")}.`);
  const names = chosen.length > 0 ? chosen : all;
  const start = performance.now();
  const outcomes = await outcomesOf(names, await pack());
  const failed = outcomes.filter(({ fault }) => fault).map(({ name }) => name);
  console.log(`${failed.length} of ${outcomes.length} fail, ${seconds(start)}`);
  if (chosen.length === 0) await writeTable(outcomes);
  return failed;
}

/** Runs the cells, a line for each that ends, and what runs then. In their order, whichever ends first. */
async function outcomesOf(names, tarball) {
  const outcomes = new Map();
  const running = new Set();
  const rest = names.values();
  async function work() {
    for (const name of rest) {
      const since = performance.now();
      running.add(name);
      const outcome = await outcomeOf(name, tarball);
      running.delete(name);
      outcomes.set(name, outcome);
      const others = Array.from(running, (other) => ` · ${other} …`).join("");
      console.log(`[${outcomes.size}/${names.length}] ${name}: ${resultOf(outcome)} (${seconds(since)})${others}`);
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return names.map((name) => outcomes.get(name));
}

const resultOf = ({ fault, missing }) => (fault ? `fails, ${fault}` : missing ? `not run: ${missing}` : "works");

async function writeTable(outcomes) {
  const text = await readFile(DOCUMENT, "utf8");
  await writeFile(DOCUMENT, text.replace(/(<!-- matrix -->\n)[^]*(<!-- end of matrix -->)/, (_, before, after) => before + tableOf(outcomes) + after));
}

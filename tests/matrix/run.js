// Installs the packed package into empty projects, one for each tool, and sees it work there.
import { readFile, writeFile } from "node:fs/promises";
import { Project, cellNames, pack } from "./lib/project.js";
import { tableOf } from "./lib/table.js";

const DOCUMENT = new URL("../../docs/install.md", import.meta.url);

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/** What came of a cell: `{ name, title, versions, fault }`, without a fault where it works. */
async function outcomeOf(name, tarball) {
  const { title, run, lacks, projectOf = name, sources = ["app", `cells/${projectOf}`] } = await import(`./cells/${name}/cell.mjs`);
  const missing = await lacks?.();
  if (missing) return { name, title, versions: {}, missing };
  const project = new Project(name, sources, tarball);
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
  const tarball = await pack();
  const outcomes = [];
  for (const [index, name] of names.entries()) {
    const since = performance.now();
    process.stdout.write(`[${index + 1}/${names.length}] ${name} … `);
    const outcome = await outcomeOf(name, tarball);
    const { fault, missing } = outcome;
    const result = fault ? `fails, ${fault}` : missing ? `not run: ${missing}` : "works";
    console.log(`${result} (${seconds(since)})`);
    outcomes.push(outcome);
  }
  const failed = outcomes.filter(({ fault }) => fault).map(({ name }) => name);
  console.log(`${failed.length} of ${outcomes.length} fail, ${seconds(start)}`);
  if (chosen.length === 0) await writeTable(outcomes);
  return failed;
}

async function writeTable(outcomes) {
  const text = await readFile(DOCUMENT, "utf8");
  await writeFile(DOCUMENT, text.replace(/(<!-- matrix -->\n)[^]*(<!-- end of matrix -->)/, (_, before, after) => before + tableOf(outcomes) + after));
}

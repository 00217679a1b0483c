import { relative, resolve } from "node:path";
import { parse } from "./lib/arguments.mjs";
import { findPrograms, preparePrograms } from "./lib/programs.mjs";
import { build } from "./lib/build.mjs";
import { buildDemo } from "./lib/demo.mjs";
import { main } from "./lib/main.mjs";
import { root } from "./lib/paths.mjs";
import { prepareToolchain } from "./lib/rust/toolchain.mjs";
import { measure, requireBudget, table } from "./lib/size.mjs";
import { Failure, say } from "./lib/steps.mjs";
import { lintRust, needsOf, nodeTests, testNode, testRust, withoutPrograms } from "./lib/tests.mjs";

const USAGE = "npm test -- [--only=rust|node] [test files]";

main(async () => {
  const { only, files } = readArguments();
  if (only === "rust") {
    const { way, native } = await prepareToolchain();
    await lintRust(way, native);
    await testRust(native);
    return say("All Rust tests pass.");
  }
  const { way, native } = await build();
  const failures = [];
  if (!only) {
    await lintRust(way, native).catch(keep(failures));
    await testRust(native).catch(keep(failures));
  }
  await runNodeTests(files).catch(keep(failures));
  if (!only) await checkSize(way.std).catch(keep(failures));
  if (failures.length > 0) throw new Failure(failures.join("\n"));
  say(only ? "All Node tests pass." : "All tests pass, in Rust and in Node, and the size is within its budget.");
});

function readArguments() {
  const { values, positionals } = parse({ only: { type: "string" } }, USAGE, { allowPositionals: true });
  const only = values.only ?? (positionals.length > 0 ? "node" : undefined);
  if (only === undefined || only === "node" || (only === "rust" && positionals.length === 0)) {
    const from = process.env.INIT_CWD ?? process.cwd();
    return { only, files: positionals.map((file) => relative(root, resolve(from, file))) };
  }
  throw new Failure(`These arguments don't go together. Run \`${USAGE}\`.`);
}

async function runNodeTests(files) {
  const chosen = files.length > 0 ? files : await nodeTests();
  const { programs, demo } = await needsOf(chosen);
  if (demo) await buildDemo();
  // Whoever names a file wants it run.
  if (files.length > 0) return testNode(chosen, await preparePrograms(programs));
  const { paths, lacking } = await findPrograms(programs);
  const { possible, left } = await withoutPrograms(chosen, lacking);
  await testNode(possible, paths);
  if (left.length > 0) throw new Failure(`${left.length} files of tests were not run, for want of ${lacking.map(({ title }) => title).join(", ")}; the other ${possible.length} pass.`);
}

async function checkSize(std) {
  const entries = await measure();
  say(`\n${table(entries)}\n`);
  requireBudget(entries, std);
}

// One failing part does not keep the others from being run.
const keep = (failures) => (error) => {
  if (!(error instanceof Failure)) throw error;
  if (error.output) say(error.output.trimEnd());
  failures.push(error.message);
};

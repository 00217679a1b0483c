import { mkdir, writeFile } from "node:fs/promises";
import { parse } from "./lib/arguments.mjs";
import { CHROMIUM, preparePrograms } from "./lib/programs.mjs";
import { build } from "./lib/build.mjs";
import { main } from "./lib/main.mjs";
import { installNodeDependencies } from "./lib/node-dependencies.mjs";
import { at } from "./lib/paths.mjs";
import { Failure, say, step } from "./lib/steps.mjs";

const USAGE = "npm run bench -- [--quick] [peers] [own]";
const PARTS = { peers: benchPeers, own: benchOwn };
const SAMPLES = "target/bench/peers.json";

main(async () => {
  const { quick, parts } = readArguments();
  await build();
  Object.assign(process.env, await preparePrograms([CHROMIUM]));
  for (const part of parts) await PARTS[part](quick);
});

function readArguments() {
  const options = { quick: { type: "boolean", default: false } };
  const { values, positionals } = parse(options, USAGE, { allowPositionals: true });
  const unknown = positionals.find((part) => !Object.hasOwn(PARTS, part));
  if (unknown) throw new Failure(`There is no part ${unknown} among ${Object.keys(PARTS).join(", ")}. Run \`${USAGE}\`.`);
  return { ...values, parts: positionals.length > 0 ? positionals : Object.keys(PARTS) };
}

/** Other clients beside ours. What was found in a hurry is told, and not written down. */
async function benchPeers(quick) {
  const folder = "tests/bench/peers";
  await installNodeDependencies({ title: "Other clients", folder, flags: ["--ignore-scripts"] });
  const { compare } = await import("../tests/bench/compare/run.js");
  const { figuresOf } = await import("../tests/bench/compare/figures.js");
  const { aimsOf, verdict } = await import("../tests/bench/compare/aims.js");
  const results = await compare(quick ? "quick" : "full", step);
  const figures = Object.fromEntries(Object.entries(results.clients).map(([name, client]) => [name, figuresOf(client)]));
  await mkdir(at("target/bench"), { recursive: true });
  await writeFile(at(SAMPLES), JSON.stringify(results, null, 2));
  say();
  print(aimsOf(figures).map(({ what, measured, limit, isMet }) => [what, measured, limit, verdict(isMet)]));
  say();
  if (quick) return say(`The samples are in ${SAMPLES}; \`npm run bench\` measures longer and writes docs/benchmarks.md.`);
  const { documentOf } = await import("../tests/bench/compare/document.js");
  const { chart } = await import("../tests/bench/compare/chart.js");
  await writeFile(at("docs/benchmarks.md"), documentOf(results, figures));
  await writeFile(at("docs/benchmarks.svg"), chart(figures));
  say(`docs/benchmarks.md and docs/benchmarks.svg are made anew; the samples are in ${SAMPLES}.`);
}

/** What is measured of consentkey alone, with limits that it has to keep. */
async function benchOwn() {
  const { benchSignIn } = await import("../tests/bench/own/sign-in.js");
  const { benchExport } = await import("../tests/bench/own/export.js");
  const { benchClientToken } = await import("../tests/bench/own/client-token.js");
  const { benchRelay } = await import("../tests/bench/own/relay.js");
  const results = [
    await step("A sign-in", benchSignIn),
    await step("An export", benchExport),
    await step("A client's own token", benchClientToken),
    await step("A relay", benchRelay),
  ];
  say();
  print(results.flatMap((result) => result.rows));
  const faults = results.map(({ fault }) => fault).filter(Boolean);
  if (faults.length > 0) throw new Failure(`\n${faults.join("\n")}`);
}

function print(rows) {
  const width = (column) => Math.max(...rows.map((row) => (row[column] ?? "").length));
  for (const [what, ...values] of rows) {
    say([what.padEnd(width(0)), ...values.map((value, index) => value.padStart(width(index + 1)))].join("  "));
  }
}

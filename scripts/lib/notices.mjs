import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { TARGET } from "./rust/facts.mjs";
import { cargoEnvironment } from "./rust/toolchain.mjs";
import { stampedStep } from "./stamp.mjs";

const NOTICES = "pkg/NOTICES";
const HEAD = `The WebAssembly of this package holds code of the following libraries, and of the
Rust standard library (https://www.rust-lang.org/, MIT OR Apache-2.0).
`;

/**
 * Writes the licenses of what is linked into the core, which ask to travel with it.
 *
 * @param {import("./rust/facts.mjs").Toolchain} toolchain
 */
export async function writeNotices(toolchain) {
  const inputs = ["Cargo.toml", "Cargo.lock", "scripts/lib/notices.mjs"];
  await stampedStep("Licenses of the libraries in it", "notices", { inputs, outputs: [NOTICES] }, async () => {
    const notices = await Promise.all((await linkedCrates(toolchain)).map(notice));
    await writeFile(at(NOTICES), [HEAD, ...notices].join("\n"));
  });
}

/**
 * The libraries in the core, as Cargo tells them.
 *
 * @param {import("./rust/facts.mjs").Toolchain} toolchain
 * @returns {Promise<object[]>} packages of `cargo metadata`, by name
 */
export async function linkedCrates(toolchain) {
  const args = ["metadata", "--format-version=1", "--locked", `--filter-platform=${TARGET}`];
  const metadata = await run(toolchain.cargo, args, {
    env: cargoEnvironment(toolchain),
    failure: "Cargo can't tell the licenses of the libraries: see its words above, then run `npm run build`.",
  });
  return linked(JSON.parse(metadata));
}

/**
 * The packages whose code ends in the core: all that it depends on, but for tests and for what only
 * runs while compiling.
 *
 * @param {object} metadata of `cargo metadata`
 * @returns {object[]} packages, by name
 */
export function linked({ packages, resolve }) {
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const byId = new Map(packages.map((one) => [one.id, one]));
  const isMacro = (id) => byId.get(id).targets.some(({ kind }) => kind.includes("proc-macro"));
  const found = new Set();
  const visit = (id) => {
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
      if (found.has(pkg) || isMacro(pkg) || !kinds.some(({ kind }) => kind === null)) continue;
      found.add(pkg);
      visit(pkg);
    }
  };
  visit(resolve.root);
  return Array.from(found, (id) => byId.get(id)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function notice({ name, version, license, manifest_path: manifest }) {
  const folder = dirname(manifest);
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  // Where there is a choice, one license is enough, and MIT's is the shortest.
  const chosen = files.filter((file) => /mit/i.test(file));
  const texts = await Promise.all((chosen.length ? chosen : files).map((file) => readFile(join(folder, file), "utf8")));
  return [`${"-".repeat(80)}\n${name} ${version} (${license})\n`, ...texts].join("\n");
}

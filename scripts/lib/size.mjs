import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { ENTRIES } from "./bundles.mjs";
import { at } from "./paths.mjs";
import { Failure } from "./steps.mjs";

const MEASURES = ["raw", "gzip", "brotli"];

/** @typedef {{ raw: number, gzip: number, brotli: number }} Size in bytes */
/** @typedef {{ files: Record<string, Size>, total: Size, budget: Partial<Size> }} Entry */

/**
 * Measures what a page downloads, file by file, as servers that compress well send it.
 *
 * @param {Record<string, string[]>} [entries] files by entry, default all of the package
 * @returns {Promise<Record<string, Entry>>}
 * @throws {Failure} where size-budget.json can't be used
 */
export async function measure(entries = ENTRIES) {
  const budgets = checkBudgets(await readFile(at("size-budget.json"), "utf8"), Object.keys(entries));
  const measured = Object.entries(entries).map(async ([name, paths]) => {
    const sizes = await Promise.all(paths.map(async (path) => sizeOf(await readFile(at(path)))));
    const files = Object.fromEntries(paths.map((path, index) => [basename(path), sizes[index]]));
    return [name, { files, total: sum(sizes), budget: budgets[name] ?? {} }];
  });
  return Object.fromEntries(await Promise.all(measured));
}

/**
 * Compresses as far as it goes.
 *
 * @param {Buffer} bytes
 * @returns {Promise<Size>}
 */
export async function sizeOf(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [zipped, brotli] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, { params }),
  ]);
  return { raw: bytes.length, gzip: zipped.length, brotli: brotli.length };
}

/**
 * Reads size-budget.json: bytes by entry and measure.
 *
 * @param {string} text
 * @param {string[]} names of the entries
 * @returns {Record<string, Partial<Size>>}
 * @throws {Failure} which names what is wrong
 */
export function checkBudgets(text, names) {
  const fail = (what) => {
    throw new Failure(`size-budget.json ${what}: correct it, then run \`npm run size\`.`);
  };
  let budgets;
  try {
    budgets = JSON.parse(text);
  } catch {
    fail("is not JSON");
  }
  for (const [name, budget] of Object.entries(budgets)) {
    if (!names.includes(name)) fail(`has a budget for ${name}, which is no entry of the package`);
    for (const [measure, bytes] of Object.entries(budget)) {
      if (!MEASURES.includes(measure)) fail(`limits "${measure}" of ${name}, which is none of ${MEASURES.join(", ")}`);
      if (!Number.isInteger(bytes) || bytes <= 0) fail(`limits ${measure} of ${name} to something other than bytes`);
    }
  }
  return budgets;
}

/**
 * What is above its budget, one phrase each.
 *
 * @param {Record<string, Entry>} entries
 * @returns {string[]}
 */
export function excesses(entries) {
  return Object.entries(entries).flatMap(([name, { total, budget }]) =>
    Object.entries(budget)
      .filter(([measure, bytes]) => total[measure] > bytes)
      .map(([measure, bytes]) => `${name} has ${number(total[measure])} bytes (${measure}) and may have ${number(bytes)}`),
  );
}

/**
 * The sizes as a table for people.
 *
 * @param {Record<string, Entry>} entries
 */
export function table(entries) {
  return Object.entries(entries).map(([name, entry]) => rows(name, entry).map(line).join("\n")).join("\n\n");
}

function rows(name, { files, total, budget }) {
  const numbers = (size) => MEASURES.map((measure) => (size[measure] === undefined ? "" : number(size[measure])));
  return [
    [name, ...MEASURES],
    ...Object.entries(files).map(([file, size]) => [`  ${file}`, ...numbers(size)]),
    ["  total", ...numbers(total)],
    ["  budget", ...numbers(budget)],
  ];
}

const line = ([first, ...rest]) => first.padEnd(24) + rest.map((cell) => cell.padStart(10)).join("");

const number = (bytes) => bytes.toLocaleString("en");

const sum = (sizes) => {
  const total = (measure) => sizes.reduce((bytes, size) => bytes + size[measure], 0);
  return Object.fromEntries(MEASURES.map((measure) => [measure, total(measure)]));
};

/**
 * Says where the budget is not kept.
 *
 * @param {Record<string, Entry>} entries
 * @param {"sources" | "prebuilt"} std where the core's standard library came from
 * @throws {Failure}
 */
export function requireBudget(entries, std) {
  const found = excesses(entries);
  if (found.length === 0) return;
  const cause = std === "prebuilt" ? " (Rust's ready-made standard library is bigger: `rustup component add rust-src` helps)" : "";
  throw new Failure(`Above size-budget.json: ${found.join("; ")}${cause}. Make it smaller, then run \`npm run size\`.`);
}

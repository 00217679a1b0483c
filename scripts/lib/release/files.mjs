import { readFile } from "node:fs/promises";
import { at } from "../paths.mjs";
import { npm } from "../npm.mjs";

/** The list that is in git: whoever adds a file to a package says so there. */
export const listOf = (name) => `scripts/release/${name}.files`;

/**
 * The files that npm would publish, in order.
 *
 * @param {string} folder of the package
 * @returns {Promise<string[]>}
 */
export async function packedFiles(folder) {
  const { files } = one(JSON.parse(await npm(["pack", "--dry-run", "--json"], { cwd: at(folder) })));
  return files.map(({ path }) => path).sort();
}

/** The one package of npm's answer, which is a list or, later, an object by name. */
export const one = (packed) => Object.values(packed)[0];

/** The files that a package is to have. */
export async function listedFiles(name) {
  return (await readFile(at(listOf(name)), "utf8")).trimEnd().split("\n");
}

/**
 * Where the two differ.
 *
 * @param {string} name of the package
 * @param {string[]} packed
 * @param {string[]} listed
 * @returns {string[]}
 */
export function fileProblems(name, packed, listed) {
  const without = (files, others) => files.filter((file) => !others.includes(file));
  return [
    ...without(packed, listed).map((file) => `${name} has ${file}, which ${listOf(name)} does not name`),
    ...without(listed, packed).map((file) => `${name} lacks ${file}, which ${listOf(name)} names`),
  ];
}

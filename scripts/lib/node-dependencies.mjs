import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { at } from "./paths.mjs";
import { npm } from "./npm.mjs";
import { step } from "./steps.mjs";

/**
 * Installs what a folder's package-lock.json names, where something else or nothing is installed.
 *
 * @param {object} [options]
 * @param {string} [options.title] of the step
 * @param {string} [options.folder] default the root of the repository
 * @param {string[]} [options.flags] further ones for npm
 */
export async function installNodeDependencies({ title = "Node dependencies", folder = ".", flags = [] } = {}) {
  await step(title, async (note) => {
    const installed = await json(`${folder}/node_modules/.package-lock.json`);
    if (isInstalled(await json(`${folder}/package-lock.json`), installed) && !missingPackage(installed, at(folder))) {
      return note("up to date");
    }
    await npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error", ...flags], {
      cwd: at(folder),
      failure: `${title} could not be installed: see npm's words above, then run \`npm ci\`${folder === "." ? "" : ` in ${folder}`}.`,
    });
  });
}

/**
 * Whether the packages of a lock file are the installed ones.
 *
 * @param {{ packages: Record<string, object> }} lock package-lock.json
 * @param {{ packages: Record<string, object> } | null} installed npm's own note of what it has installed
 */
export function isInstalled(lock, installed) {
  if (!lock || !installed) return false;
  const wanted = Object.entries(lock.packages).filter(([path]) => path.includes("node_modules/"));
  return (
    Object.keys(installed.packages).every((path) => path in lock.packages) &&
    wanted.every(([path, entry]) => {
      const found = installed.packages[path];
      // Other platforms' binaries are never there.
      return found ? identity(found) === identity(entry) : entry.optional === true;
    })
  );
}

/**
 * What of the packages in npm's note is not there, since somebody deleted it.
 *
 * @param {{ packages: Record<string, object> }} installed
 * @param {string} folder absolute
 * @returns {string | undefined} the path of the first
 */
export function missingPackage({ packages }, folder) {
  return Object.keys(packages).find((path) => !existsSync(join(folder, path, "package.json")));
}

const identity = ({ version, integrity, resolved }) => integrity ?? version ?? resolved;

const json = (path) => readFile(at(path), "utf8").then(JSON.parse).catch(() => null);

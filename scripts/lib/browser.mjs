import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptPrefix, installPackages } from "./apt.mjs";
import { Failure, step } from "./steps.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const ELSEWHERE = [
  "/usr/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const ADVICE = "install Chromium (on Debian: `apt-get install chromium`) or set CHROMIUM_PATH, then run `npm test`.";

/**
 * Finds the browser for the tests, or installs it.
 *
 * @returns {Promise<string>} its path
 * @throws {Failure} where there is none
 */
export async function prepareBrowser() {
  return step("Chromium", async (note) => {
    const found = findBrowser() ?? (await installBrowser());
    if (!found) throw new Failure(`There is no Chromium for the tests: ${ADVICE}`);
    note(found);
    return found;
  });
}

/**
 * Looks for Chromium, or Chrome.
 *
 * @param {Record<string, string | undefined>} [env] default that of this process
 * @param {(path: string) => boolean} [exists]
 * @returns {string | null} its path
 * @throws {Failure} where CHROMIUM_PATH names what isn't there
 */
export function findBrowser(env = process.env, exists = existsSync) {
  if (env.CHROMIUM_PATH) {
    if (exists(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    throw new Failure(`CHROMIUM_PATH names ${env.CHROMIUM_PATH}, which isn't there: ${ADVICE}`);
  }
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...ELSEWHERE].find(exists) ?? null;
}

async function installBrowser() {
  const prefix = await aptPrefix();
  if (!prefix) return null;
  await installPackages(prefix, ["chromium"], `Chromium can't be installed: ${ADVICE}`);
  return findBrowser();
}

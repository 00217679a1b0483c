import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptPrefix, installPackages } from "./apt.mjs";
import { Failure, step } from "./steps.mjs";

/**
 * A program that tests need: what drives a browser, or a server.
 *
 * @typedef {object} Program
 * @property {string} title
 * @property {string} variable of the environment that names one, and that tests look at
 * @property {string[]} names in the PATH, the best first
 * @property {string[]} elsewhere
 * @property {string[]} packages of Debian that bring it
 * @property {string[]} [companions] further programs without which it can't run
 */

/** @type {Program} */
export const CHROMIUM = {
  title: "Chromium",
  variable: "CHROMIUM_PATH",
  names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  elsewhere: [
    "/usr/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  packages: ["chromium"],
};

/** @type {Program} */
export const FIREFOX = {
  title: "Firefox",
  variable: "FIREFOX_PATH",
  names: ["firefox-esr", "firefox"],
  elsewhere: ["/usr/bin/firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"],
  packages: ["firefox-esr"],
};

/** @type {Program} */
export const WEBKIT = {
  title: "WebKit",
  variable: "WEBKIT_DRIVER_PATH",
  names: ["WebKitWebDriver"],
  elsewhere: ["/usr/bin/WebKitWebDriver"],
  packages: ["webkit2gtk-driver", "xvfb", "xauth", "dbus-daemon"],
  // It draws on a screen that nobody sees, and talks over a bus.
  companions: ["xvfb-run", "dbus-run-session"],
};

/** @type {Program} */
export const REDIS = {
  title: "Redis",
  variable: "REDIS_PATH",
  names: ["redis-server"],
  elsewhere: ["/usr/bin/redis-server", "/opt/homebrew/bin/redis-server"],
  packages: ["redis-server"],
};

/**
 * Finds the programs that tests need, or installs them.
 *
 * @param {Program[]} programs
 * @returns {Promise<Record<string, string>>} paths by the variables that tests look at
 * @throws {Failure} where one is missing
 */
export async function preparePrograms(programs) {
  const paths = {};
  for (const program of programs) paths[program.variable] = await prepare(program);
  return paths;
}

function prepare(program) {
  return step(program.title, async (note) => {
    const found = findProgram(program) ?? (await install(program));
    if (!found) throw new Failure(`There is no ${program.title} for the tests: ${adviceOn(program)}`);
    note(found);
    return found;
  });
}

/**
 * Looks for a program and its companions.
 *
 * @param {Program} program
 * @param {Record<string, string | undefined>} [env] default that of this process
 * @param {(path: string) => boolean} [exists]
 * @returns {string | null} its path
 * @throws {Failure} where its variable names what isn't there
 */
export function findProgram(program, env = process.env, exists = existsSync) {
  const named = env[program.variable];
  if (named && !exists(named)) {
    throw new Failure(`${program.variable} names ${named}, which isn't there: ${adviceOn(program)}`);
  }
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const inPath = (name) => folders.map((folder) => join(folder, name)).find(exists);
  const isComplete = (program.companions ?? []).every(inPath);
  if (!isComplete) return null;
  return named ?? program.names.map(inPath).find(Boolean) ?? program.elsewhere.find(exists) ?? null;
}

function adviceOn({ title, variable, packages }) {
  return `install ${title} (on Debian: \`apt-get install ${packages.join(" ")}\`) or set ${variable}, then run \`npm test\`.`;
}

async function install(program) {
  const prefix = await aptPrefix();
  if (!prefix) return null;
  await installPackages(prefix, program.packages, `${program.title} can't be installed: ${adviceOn(program)}`);
  return findProgram(program);
}

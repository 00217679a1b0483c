import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { NO_INSTALL, aptPrefix, installPackages } from "./apt.mjs";
import { at } from "./paths.mjs";
import { Failure, say, step } from "./steps.mjs";
import { hasPip, takeFromWheel } from "./wheel.mjs";

/**
 * A program that tests need: what drives a browser, a server, or a script for pages.
 *
 * @typedef {object} Program
 * @property {string} title
 * @property {string} variable of the environment that names one, and that tests look at
 * @property {string[]} names in the PATH, the best first
 * @property {string[]} elsewhere
 * @property {string[]} packages of Debian that bring it
 * @property {string[]} [companions] further programs without which it can't run
 * @property {import("./wheel.mjs").Wheel} [wheel] where pip brings it, to the first place of `elsewhere`, and `packages` bring pip
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
 * Ethyca's open CMP, built for pages, under Apache-2.0. Its makers publish it within their server alone, as a Python
 * package.
 *
 * @type {Program}
 */
export const FIDES = {
  title: "Fides",
  variable: "FIDES_PATH",
  names: [],
  elsewhere: [at(".tools/fides-2.86.2/fides-tcf.js")],
  packages: ["python3-pip"],
  wheel: {
    requirement: "ethyca-fides==2.86.2",
    python: "3.13",
    file: "fides/ui-build/static/admin/lib/fides-tcf.js",
    sha256: "ec34207240c6fdf5f756a92d5046073729e382a176e3f76f93bc8a0e41dc6981",
  },
};

/**
 * What there is of the programs that tests need.
 *
 * @typedef {object} Found
 * @property {Record<string, string>} paths by the variables that tests look at
 * @property {Program[]} lacking what isn't there and can't be installed
 */

/**
 * Finds the programs that tests need, or installs them.
 *
 * @param {Program[]} programs
 * @returns {Promise<Found>}
 */
export async function findPrograms(programs) {
  const isThere = (program) => findProgram(program) !== null;
  const { install, sentence } = planFor(programs, { isThere, apt: await aptPrefix(), pip: await hasPip() });
  if (sentence) say(sentence);
  const paths = {};
  const lacking = [];
  for (const program of programs) {
    const path = await step(program.title, (note) => prepare(program, { note, mayInstall: install.includes(program) }));
    if (path) paths[program.variable] = path;
    else lacking.push(program);
  }
  return { paths, lacking };
}

/**
 * The same, for commands that can't do without.
 *
 * @param {Program[]} programs
 * @returns {Promise<Record<string, string>>} their paths by the variables that tests look at
 * @throws {Failure} where one is missing
 */
export async function preparePrograms(programs) {
  const { paths, lacking } = await findPrograms(programs);
  if (lacking.length > 0) throw new Failure(`${titles(lacking)} ${lacking.length > 1 ? "are" : "is"} needed: ${adviceOn(lacking)}, then run the command again.`);
  return paths;
}

/**
 * Decides what to do about programs that aren't there.
 *
 * @param {Program[]} programs
 * @param {{ isThere: (program: Program) => boolean, apt: string[] | null, pip?: boolean }} facts `apt` is how to call
 *   apt-get, `pip` whether there is one
 * @returns {{ install: Program[], sentence: string | null }} `sentence` tells it before anything is done
 */
export function planFor(programs, { isThere, apt, pip = false }) {
  const missing = programs.filter((program) => !isThere(program));
  const install = missing.filter(({ wheel }) => apt || (wheel && pip));
  const left = missing.filter((program) => !install.includes(program));
  const sentences = [left.length > 0 && sentenceOnLeft(left), install.length > 0 && sentenceOnInstall(install, pip)];
  return { install, sentence: sentences.filter(Boolean).join(" ") || null };
}

function sentenceOnLeft(left) {
  const byPip = left.filter(({ wheel }) => wheel);
  const orPip = byPip.length > 0 ? `, or pip for ${titles(byPip)}` : "";
  const why = `that takes apt-get with root or sudo without a password${orPip}, and no ${NO_INSTALL}`;
  const they = left.length > 1 ? "they" : "it";
  return `Missing: ${titles(left)}, and ${they} can't be installed here (${why}). Tests that need ${left.length > 1 ? "them" : "it"} are not run. To run them all, ${adviceOn(left)}.`;
}

function sentenceOnInstall(install, pip) {
  const packages = packagesOf(install.filter(({ wheel }) => !wheel || !pip));
  const wheels = install.flatMap(({ wheel }) => wheel?.requirement ?? []);
  const acts = [];
  if (packages.length > 0) acts.push(`apt-get is going to install ${packages.join(", ")}`);
  if (wheels.length > 0) acts.push(`pip is going to download ${wheels.join(", ")}`);
  return `${acts.join(" and ")}, for tests in ${titles(install)}. ${variables(install)} can name what you have instead, and ${NO_INSTALL}=1 leaves those tests out.`;
}

function prepare(program, { note, mayInstall }) {
  const found = findProgram(program);
  if (found || !mayInstall) {
    note(found ?? "not there");
    return found;
  }
  return install(program, note);
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
    throw new Failure(`${program.variable} names ${named}, which isn't there: ${adviceOn([program])}, then run \`npm test\`.`);
  }
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const inPath = (name) => folders.map((folder) => join(folder, name)).find(exists);
  const isComplete = (program.companions ?? []).every(inPath);
  if (!isComplete) return null;
  return named ?? program.names.map(inPath).find(Boolean) ?? program.elsewhere.find(exists) ?? null;
}

const listed = (words) => words.join(", ").replace(/, ([^,]*)$/, " and $1");
const titles = (programs) => listed(programs.map(({ title }) => title));
const variables = (programs) => listed(programs.map(({ variable }) => variable));
const packagesOf = (programs) => programs.flatMap(({ packages }) => packages);

/** In the middle of a sentence. */
function adviceOn(programs) {
  const own = programs.filter(({ wheel }) => !wheel);
  const acts = programs.filter(({ wheel }) => wheel).map(({ packages, wheel }) => `let pip (on Debian: \`apt-get install ${packages.join(" ")}\`) download ${wheel.requirement}`);
  if (own.length > 0) acts.unshift(`install ${titles(own)} (on Debian: \`apt-get install ${packagesOf(own).join(" ")}\`)`);
  return `${listed(acts)} or set ${variables(programs)}`;
}

async function install(program, note) {
  try {
    await bring(program, `${program.title} can't be installed.`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    note(`not to be had: ${error.output.trim().split("\n").at(-1)}`);
    return null;
  }
  const found = findProgram(program);
  note(found ?? "not there even now");
  return found;
}

async function bring({ packages, wheel, elsewhere }, failure) {
  if (!wheel || !(await hasPip())) await installPackages(await aptPrefix(), packages, failure);
  if (wheel) await takeFromWheel(wheel, elsewhere[0], failure);
}

import { readFile } from "node:fs/promises";
import satisfies from "spdx-satisfies";
import { at } from "../paths.mjs";

/** What packages may have that come along with `consentkey-sandbox`. `consentkey` has no dependencies. */
const NPM_ALLOWED = ["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause"];

/** What crates may have that are linked into the core: the list of deny.toml. */
export async function allowedForCrates() {
  const [, list] = (await readFile(at("deny.toml"), "utf8")).match(/^allow = \[(.*)\]$/m) ?? [];
  return Array.from((list ?? "").matchAll(/"([^"]+)"/g), ([, license]) => license);
}

/**
 * The crates whose license is not among those allowed, or whose text does not come along.
 *
 * @param {{ name: string, version: string, license: string | null }[]} crates
 * @param {string[]} allowed
 * @param {string} notices the text that is in the package
 * @returns {string[]}
 */
export function crateLicenseProblems(crates, allowed, notices) {
  const listed = new Set(Array.from(notices.matchAll(/^-{80}\n(\S+ \S+) \(/gm), ([, name]) => name));
  return crates.flatMap(({ name, version, license }) => {
    // Cargo's older way to write a choice.
    const expression = license?.replaceAll("/", " OR ") ?? null;
    const problems = licenseProblems(`${name} ${version}`, expression, allowed);
    if (!listed.has(`${name} ${version}`)) problems.push(`pkg/NOTICES has no text for ${name} ${version}`);
    return problems;
  });
}

/**
 * The packages of npm whose license is not among those allowed.
 *
 * @param {{ packages: Record<string, object> }} lock package-lock.json
 * @param {string[]} folders of the packages that are published
 * @returns {string[]}
 */
export function npmLicenseProblems(lock, folders) {
  return folders.flatMap((folder) => {
    const installed = dependenciesOf(lock, folder);
    return installed.flatMap((path) => licenseProblems(path, lock.packages[path].license, NPM_ALLOWED));
  });
}

/** The paths of all that is installed along with a package. */
export function dependenciesOf({ packages }, folder) {
  const found = new Set();
  const visit = (path) => {
    for (const name of Object.keys(packages[path].dependencies ?? {})) {
      const place = placeOf(packages, path, name);
      if (found.has(place)) continue;
      found.add(place);
      visit(place);
    }
  };
  visit(folder);
  return Array.from(found);
}

/** Where Node finds a package from another: in the nearest `node_modules`. */
function placeOf(packages, from, name) {
  const parts = from.split("/node_modules/");
  while (parts.length > 0) {
    const place = `${parts.join("/node_modules/")}/node_modules/${name}`;
    if (place in packages) return place;
    parts.pop();
  }
  return `node_modules/${name}`;
}

function licenseProblems(name, license, allowed) {
  if (!license) return [`${name} names no license`];
  try {
    return satisfies(license, allowed) ? [] : [`${name} is under ${license}, which is not among ${allowed.join(", ")}`];
  } catch {
    return [`${name} is under "${license}", which is no SPDX expression`];
  }
}

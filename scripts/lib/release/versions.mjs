import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { at } from "../paths.mjs";
import { lockedVersion, packageField } from "../rust/manifests.mjs";

/** Packages that are published, and the workspaces that are made of them. */
export const PUBLISHED = ["pkg", "sandbox"];
const WORKSPACES = [...PUBLISHED, "www", "tests"];
const CRATES = { consentkey: "Cargo.toml", "consentkey-start": "crates/start/Cargo.toml" };

/**
 * Every place that names the version of this project.
 *
 * @returns {Promise<Record<string, string | null>>} versions by the place
 */
export async function namedVersions() {
  const text = (path) => readFile(at(path), "utf8");
  const lock = JSON.parse(await text("package-lock.json"));
  const cargoLock = await text("Cargo.lock");
  const places = { "package.json": JSON.parse(await text("package.json")).version, "package-lock.json": lock.version };
  for (const folder of WORKSPACES) {
    const manifest = JSON.parse(await text(`${folder}/package.json`));
    places[`${folder}/package.json`] = manifest.version;
    places[`package-lock.json, ${folder}`] = lock.packages[folder]?.version ?? null;
    for (const [name, wanted] of Object.entries(manifest.dependencies ?? {})) {
      if (name.startsWith("consentkey")) places[`${folder}/package.json, its ${name}`] = wanted;
    }
  }
  for (const path of await exampleManifests()) {
    places[`${path}, its consentkey`] = JSON.parse(await text(path)).dependencies.consentkey.replace("^", "");
  }
  for (const [crate, path] of Object.entries(CRATES)) {
    places[path] = packageField(await text(path), "version");
    places[`Cargo.lock, ${crate}`] = lockedVersion(cargoLock, crate);
  }
  return places;
}

async function exampleManifests() {
  const paths = await readdir(at("examples"));
  return paths.map((name) => `examples/${name}/package.json`).filter((path) => existsSync(at(path)));
}

/**
 * What is wrong with the versions: all have to be that of the package.
 *
 * @param {Record<string, string | null>} places of `namedVersions`
 * @param {string} [tag] what is to be released, such as "v1.2.0"
 * @returns {string[]}
 */
export function versionProblems(places, tag) {
  const version = places["pkg/package.json"];
  const others = Object.entries(places).filter(([, named]) => named !== version);
  const problems = others.map(([place, named]) => `${place} says ${named}, and pkg/package.json ${version}`);
  if (tag && tag !== `v${version}`) problems.push(`The tag is ${tag}, and pkg/package.json says ${version}`);
  return problems;
}

/**
 * What is wrong with the changelog: it needs an entry for the version, with words in it, and with its date once there
 * is a tag.
 *
 * @param {string} changelog its text
 * @param {string} version
 * @param {string} [tag] what is to be released
 * @returns {string[]}
 */
export function changelogProblems(changelog, version, tag) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  if (!section) return [`CHANGELOG.md has no "## [${version}]"`];
  const [heading, ...lines] = section.split("\n");
  const problems = [];
  if (!lines.some((line) => line.startsWith("- "))) problems.push(`CHANGELOG.md says nothing about ${version}`);
  if (tag && !/\] - \d{4}-\d\d-\d\d$/.test(heading)) problems.push(`CHANGELOG.md has no date for ${version}: "## [${version}] - ${today()}"`);
  return problems;
}

const today = () => new Date().toISOString().slice(0, 10);

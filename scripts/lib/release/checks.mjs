import { readFile } from "node:fs/promises";
import { linkedCrates } from "../notices.mjs";
import { at } from "../paths.mjs";
import { cargoDeny, npmAdvisories } from "./advisories.mjs";
import { fileProblems, listedFiles, packedFiles } from "./files.mjs";
import { allowedForCrates, crateLicenseProblems, dependenciesOf, npmLicenseProblems } from "./licenses.mjs";
import { manifestProblems } from "./manifests.mjs";
import { sameBytesProblems } from "./same-bytes.mjs";
import { purlOf, sbomProblems, writeSbom } from "./sbom.mjs";
import { PUBLISHED, changelogProblems, namedVersions, versionProblems } from "./versions.mjs";

const text = (path) => readFile(at(path), "utf8");
const json = async (path) => JSON.parse(await text(path));
const manifests = () => Promise.all(PUBLISHED.map(async (folder) => ({ folder, manifest: await json(`${folder}/package.json`) })));

/**
 * What has to be so before the packages are published, by the title of the check.
 *
 * @type {Record<string, (facts: { way: import("../rust/ways.mjs").Way, tag?: string }) => Promise<import("./advisories.mjs").Finding>>}
 */
export const CHECKS = {
  "One version everywhere": async ({ tag }) => ({ problems: versionProblems(await namedVersions(), tag) }),
  "The changelog's entry": async ({ tag }) => {
    const { version } = await json("pkg/package.json");
    return { problems: changelogProblems(await text("CHANGELOG.md"), version, tag) };
  },
  "The standard library, from its sources": async ({ way }) => {
    return { problems: way.std === "sources" ? [] : ["The core holds Rust's ready-made standard library, which is bigger: `rustup component add rust-src`"] };
  },
  "The manifests": async () => ({ problems: (await manifests()).flatMap(({ folder, manifest }) => manifestProblems(folder, manifest)) }),
  "The files in the packages": async () => {
    const problems = [];
    for (const { folder, manifest } of await manifests()) {
      problems.push(...fileProblems(manifest.name, await packedFiles(folder), await listedFiles(manifest.name)));
    }
    return { problems };
  },
  "Licenses of the crates in the core": async ({ way }) => {
    const crates = await linkedCrates(way.toolchain);
    return { problems: crateLicenseProblems(crates, await allowedForCrates(), await text("pkg/NOTICES")) };
  },
  "Licenses of npm's packages": async () => ({ problems: npmLicenseProblems(await json("package-lock.json"), PUBLISHED) }),
  "The crates by deny.toml, with cargo-deny": () => cargoDeny("licenses", "bans", "sources"),
  "Bills of materials (SBOM)": async ({ way }) => ({ problems: await billProblems(way.toolchain) }),
  "The same bytes when built again": async () => ({ problems: await sameBytesProblems(PUBLISHED) }),
  "Advisories for npm's packages": npmAdvisories,
  "Advisories for crates, with cargo-deny": () => cargoDeny("advisories"),
};

/**
 * Whether the packages can be published.
 *
 * @param {{ title: string, problems: string[], unchecked?: string }[]} findings
 * @param {{ offline?: boolean }} [options] `offline`: to have looked at as much as this machine can is enough
 * @returns {{ failure: boolean, sentence: string }}
 */
export function verdict(findings, { offline = false } = {}) {
  const wrong = findings.filter(({ problems }) => problems.length > 0).map(({ title }) => title);
  const open = findings.filter(({ unchecked }) => unchecked).map(({ title }) => title);
  const unchecked = open.length > 0 ? ` Not checked: ${open.join("; ")}.` : "";
  if (wrong.length > 0) return { failure: true, sentence: `Not ready to be published: ${wrong.join("; ")}.${unchecked}` };
  if (open.length === 0) return { failure: false, sentence: "Ready to be published." };
  if (offline) return { failure: false, sentence: `What was checked is right.${unchecked}` };
  return { failure: true, sentence: `Nothing is wrong in what was checked, and that is not all.${unchecked} \`--offline\` does without.` };
}

async function billProblems(toolchain) {
  const crates = await linkedCrates(toolchain);
  return [
    ...sbomProblems("consentkey", await writeSbom("consentkey", crates, toolchain.version), crates.map(purlOf)),
    ...sbomProblems("consentkey-sandbox", await writeSbom("consentkey-sandbox"), await lockedPurls("sandbox")),
  ];
}

/** What npm installs along with a package, as package-lock.json has it. */
async function lockedPurls(folder) {
  const lock = await json("package-lock.json");
  return dependenciesOf(lock, folder).map((path) => {
    const name = path.split("node_modules/").at(-1).replace("@", "%40");
    return `pkg:npm/${name}@${lock.packages[path].version}`;
  });
}

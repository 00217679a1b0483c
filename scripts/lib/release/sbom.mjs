import { mkdir, readFile, writeFile } from "node:fs/promises";
import { at } from "../paths.mjs";
import { npm } from "../npm.mjs";

/** Where the bills are written. */
export const SBOM_FOLDER = "target/release-check";

/**
 * Writes what a package consists of, in the format of CycloneDX.
 *
 * @param {string} name of the package
 * @param {object[]} [crates] what is linked into its core, as `cargo metadata` tells it
 * @param {string} [rust] the version of the Rust standard library in it
 * @returns {Promise<object>} the bill
 */
export async function writeSbom(name, crates = [], rust = null) {
  // Of the whole repository: npm leaves out of a part what others need as well.
  const bill = JSON.parse(await npm(["sbom", "--sbom-format=cyclonedx"]));
  const components = crates.map(await crateComponent());
  if (rust) components.push(component("rust-std", rust, `pkg:generic/rust-std@${rust}`, "MIT OR Apache-2.0"));
  const whole = billOf(name, bill, components);
  await mkdir(at(SBOM_FOLDER), { recursive: true });
  await writeFile(at(`${SBOM_FOLDER}/${name}.cdx.json`), `${JSON.stringify(whole, null, 2)}\n`);
  return whole;
}

/**
 * What of npm's bill of the repository is in one package.
 *
 * @param {string} name of the package
 * @param {object} bill of `npm sbom`
 * @param {object[]} more components, on which the package depends
 */
export function billOf(name, bill, more) {
  const own = bill.components.find(({ purl }) => purl.startsWith(`pkg:npm/${name}@`));
  const needs = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const reached = new Set();
  const reach = (ref) => {
    if (reached.has(ref)) return;
    reached.add(ref);
    needs.get(ref).forEach(reach);
  };
  reach(own["bom-ref"]);
  const refs = more.map((one) => one["bom-ref"]);
  const dependsOn = (ref) => (ref === own["bom-ref"] ? [...needs.get(ref), ...refs] : needs.get(ref));
  return {
    ...bill,
    // npm names it after its folder.
    metadata: { ...bill.metadata, component: { ...own, name } },
    components: [...bill.components.filter((one) => one !== own && reached.has(one["bom-ref"])), ...more],
    dependencies: [...Array.from(reached, (ref) => ({ ref, dependsOn: dependsOn(ref) })), ...refs.map((ref) => ({ ref, dependsOn: [] }))],
  };
}

/**
 * What is wrong with a bill: each part is to say which it is and under what license, and each dependency is a part.
 *
 * @param {string} name of the package
 * @param {object} bill
 * @param {string[]} expected the `purl`s that have to be in it
 * @returns {string[]}
 */
export function sbomProblems(name, bill, expected) {
  const parts = [bill.metadata.component, ...bill.components];
  const refs = new Set(parts.map((one) => one["bom-ref"]));
  const purls = new Set(parts.map(({ purl }) => purl));
  const incomplete = parts.filter(({ purl, version, licenses }) => !purl || !version || !(licenses?.length > 0));
  const unknown = bill.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !refs.has(ref));
  return [
    ...expected.filter((purl) => !purls.has(purl)).map((purl) => `The SBOM of ${name} lacks ${purl}`),
    ...incomplete.map((one) => `The SBOM of ${name} does not say all of ${one["bom-ref"]}`),
    ...unknown.map((ref) => `The SBOM of ${name} depends on ${ref}, which is no part of it`),
  ];
}

/** The `purl` of a crate. */
export const purlOf = ({ name, version }) => `pkg:cargo/${name}@${version}`;

/** With the hashes of Cargo.lock. */
async function crateComponent() {
  const lock = await readFile(at("Cargo.lock"), "utf8");
  const entries = lock.matchAll(/^name = "(.*)"\nversion = "(.*)"\nsource = .*\nchecksum = "(.*)"/gm);
  const checksums = new Map(Array.from(entries, ([, name, version, checksum]) => [purlOf({ name, version }), checksum]));
  return (crate) => {
    const purl = purlOf(crate);
    const made = component(crate.name, crate.version, purl, crate.license.replaceAll("/", " OR "));
    return { ...made, hashes: [{ alg: "SHA-256", content: checksums.get(purl) }] };
  };
}

function component(name, version, purl, expression) {
  return { "bom-ref": purl, type: "library", name, version, scope: "required", purl, licenses: [{ expression }] };
}

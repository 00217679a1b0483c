import { isAtLeast } from "./manifests.mjs";

/** Debian's Rust that builds WebAssembly; its linker is another package, which only it can name. */
export const DEBIAN_PACKAGES = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];

/** @typedef {import("./facts.mjs").Facts} Facts */
/** @typedef {import("./facts.mjs").Toolchain} Toolchain */
/** @typedef {"sources" | "debian" | "target"} Installation rustup's component, Debian's packages, rustup's target */
/** @typedef {{ toolchain: Toolchain, std: "sources" | "prebuilt" }} Way how the core is compiled */

/**
 * Decides how to compile the core. The smallest output comes first, and what is there before what
 * would have to be installed: a standard library built from its sources is what a release ships.
 *
 * @param {Facts} facts
 * @param {Installation[]} tried what has been tried already
 * @returns {Way | { install: Installation } | null} null where there is no way
 */
export function chooseWay(facts, tried = []) {
  const linking = usable(facts).filter(({ linker }) => linker);
  const untried = (installation, possible) => possible && !tried.includes(installation);
  const withSources = linking.find(({ sources }) => sources);
  const withTarget = linking.find(({ prebuilt }) => prebuilt);
  if (withSources) return { toolchain: withSources, std: "sources" };
  if (untried("sources", canAdd(facts))) return { install: "sources" };
  if (untried("debian", facts.apt)) return { install: "debian" };
  if (withTarget) return { toolchain: withTarget, std: "prebuilt" };
  if (untried("target", canAdd(facts))) return { install: "target" };
  return null;
}

/**
 * The toolchain for programs that run on this machine.
 *
 * @param {Facts} facts
 * @returns {Toolchain | null}
 */
export const nativeToolchain = (facts) => usable(facts)[0] ?? null;

/**
 * A line on how the core is compiled.
 *
 * @param {Way} way
 */
export function describe({ toolchain: { version, sysroot }, std }) {
  const rust = `Rust ${version} in ${sysroot}`;
  if (std === "sources") return `${rust} and the standard library from its sources`;
  return `${rust} and its ready-made standard library, which makes the core bigger ("rustup component add rust-src" brings the sources)`;
}

/**
 * What to do where there is no way.
 *
 * @param {Facts} facts
 */
export function advice(facts) {
  const again = "then run the command again.";
  if (usable(facts).length > 0) {
    return `Rust can't compile to WebAssembly here: run \`rustup component add rust-src\`, or on Debian \`apt-get install ${DEBIAN_PACKAGES.join(" ")}\` and the lld package that /usr/bin/rust-lld leads to, ${again}`;
  }
  if (facts.toolchains.length > 0) {
    return `Rust ${facts.minimum} or later is needed and ${facts.toolchains[0].version} is installed: run \`rustup update stable\`, ${again}`;
  }
  if (facts.rustup) return `rustup has no toolchain installed: run \`rustup default stable\`, ${again}`;
  return `Rust is not installed: install it from https://rustup.rs, or on Debian with \`apt-get install ${DEBIAN_PACKAGES.join(" ")}\`, ${again}`;
}

/**
 * The package of the linker that Debian's `rust-lld` is a link to.
 *
 * @param {string} link what the link says, such as "lld-22" or "../lib/llvm-22/bin/lld"
 * @returns {string | null}
 */
export function lldPackage(link) {
  const version = link.match(/\b(?:lld|llvm)-(\d+)\b/)?.[1];
  return version ? `lld-${version}` : null;
}

const usable = ({ toolchains, minimum }) => toolchains.filter(({ version }) => isAtLeast(version, minimum));

// Components are of no use to a toolchain that is too old, and can't be added to one that isn't rustup's.
const canAdd = (facts) => facts.rustup && usable(facts).some(({ sysroot }) => sysroot.startsWith(facts.rustup));

import { existsSync } from "node:fs";
import { ask, run } from "./run.mjs";

/** The variable of the environment that keeps the commands from installing anything with apt-get. */
export const NO_INSTALL = "CONSENTKEY_NO_INSTALL";

/**
 * How to call apt-get here.
 *
 * @returns {Promise<string[] | null>} what comes before its name; null where it can't install anything, or may not
 */
export async function aptPrefix() {
  const hasApt = existsSync("/usr/bin/apt-get");
  const isRoot = process.getuid?.() === 0;
  const canSudo = hasApt && !isRoot && (await ask("sudo", ["-n", "true"])) !== null;
  return prefixFor({ hasApt, isRoot, canSudo, env: process.env });
}

/**
 * The same as a decision.
 *
 * @param {{ hasApt: boolean, isRoot: boolean, canSudo: boolean, env: Record<string, string | undefined> }} facts
 * @returns {string[] | null}
 */
export function prefixFor({ hasApt, isRoot, canSudo, env }) {
  if (env[NO_INSTALL] || !hasApt) return null;
  if (isRoot) return [];
  return canSudo ? ["sudo", "-n"] : null;
}

/**
 * Installs Debian packages.
 *
 * @param {string[]} prefix of `aptPrefix`
 * @param {string[]} names
 * @param {string} failure the sentence for when they can't be had
 */
export async function installPackages(prefix, names, failure) {
  const aptGet = (...args) => {
    const [command, ...rest] = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    return run(command, rest, { failure, timeout: 600 });
  };
  await aptGet("update");
  await aptGet("install", "-y", "--no-install-recommends", ...names);
}

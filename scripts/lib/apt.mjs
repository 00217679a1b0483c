import { existsSync } from "node:fs";
import { ask, run } from "./run.mjs";

/**
 * How to call apt-get here.
 *
 * @returns {Promise<string[] | null>} what comes before its name; null where it can't install anything
 */
export async function aptPrefix() {
  if (!existsSync("/usr/bin/apt-get")) return null;
  if (process.getuid() === 0) return [];
  return (await ask("sudo", ["-n", "true"])) === null ? null : ["sudo", "-n"];
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

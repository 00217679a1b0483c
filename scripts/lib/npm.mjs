import { hear, run } from "./run.mjs";

// npm names itself to what it runs, which finds the same npm on every platform.
const own = process.env.npm_execpath;
const [COMMAND, ...BEFORE] = own ? [process.execPath, own] : ["npm"];

/**
 * Runs npm.
 *
 * @param {string[]} args
 * @param {{ cwd?: string, failure?: string }} [options] `failure`: the sentence for when it doesn't end well
 * @returns {Promise<string>} what it printed
 */
export function npm(args, { failure = `\`npm ${args.join(" ")}\` did not work: see npm's words above.`, ...options } = {}) {
  return run(COMMAND, [...BEFORE, ...args], { failure, ...options });
}

/** The same, where a failure is an answer. */
export const hearNpm = (args) => hear(COMMAND, [...BEFORE, ...args], { timeout: 120 });

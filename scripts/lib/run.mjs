import { spawn } from "node:child_process";
import { root } from "./paths.mjs";
import { Failure } from "./steps.mjs";

const running = new Set();

process.on("exit", () => {
  for (const child of running) child.kill();
});

/**
 * Runs a program to its end, quietly unless it is `loud`.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.failure the sentence for when it doesn't end well
 * @param {string} [options.cwd] default the root of the repository
 * @param {Record<string, string | undefined>} [options.env] set beside the environment of this process
 * @param {boolean} [options.loud] whether it prints as it goes, default false
 * @param {number} [options.timeout] in seconds, default none
 * @returns {Promise<string>} what it printed to its standard output, empty when it is loud
 * @throws {Failure}
 */
export async function run(command, args, { failure, ...options }) {
  const { ended, output, stdout } = await execute(command, args, options);
  if (!ended) throw new Failure(failure, { output });
  return stdout;
}

/**
 * Asks a program something, as `run` does.
 *
 * @returns {Promise<string | null>} what it printed; null when it isn't there or says no
 */
export async function ask(command, args, options = {}) {
  const { ended, stdout } = await execute(command, args, { timeout: 20, ...options });
  return ended ? stdout.trim() : null;
}

/**
 * Runs a program whose exit code is a part of what it says.
 *
 * @returns {Promise<{ ended: boolean, stdout: string, output: string }>} `ended` well; `output` has both streams
 */
export function hear(command, args, options = {}) {
  return execute(command, args, options);
}

function execute(command, args, { cwd = root, env = {}, loud = false, timeout = 0 }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: loud ? "inherit" : ["ignore", "pipe", "pipe"],
      timeout: timeout * 1000,
    });
    let stdout = "";
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    running.add(child);
    const end = (ended, words = "") => {
      running.delete(child);
      resolve({ ended, stdout, output: output + words });
    };
    child.once("error", (error) => end(false, error.code === "ENOENT" ? `${command}: not found` : error.message));
    child.once("close", (code, signal) => end(code === 0, signal ? `${command}: stopped by ${signal}` : ""));
  });
}

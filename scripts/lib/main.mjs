import { Failure, say } from "./steps.mjs";

// The oldest that the development tools run on.
const NODE = [20, 19];

/**
 * Runs a command of the project. A failure is told in a sentence and sets the exit code.
 *
 * @param {() => Promise<void | (() => Promise<void>)>} work what it answers, if anything, stops
 *   the service that it has started: the command then runs until it is told to stop
 */
export async function main(work) {
  let close;
  for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]]) {
    process.once(signal, () => (close ? stop(close) : process.exit(code)));
  }
  try {
    requireNode(process.versions.node);
    close = await work();
    if (close && process.env.npm_lifecycle_event) stopWithParent(close);
  } catch (error) {
    fail(error);
  }
}

async function stop(close) {
  // Vite ends the process too, and would call a signal an error.
  process.exitCode = 0;
  await close();
  process.exit();
}

// npm hands SIGTERM to the shell between it and this process, which dies without passing it on.
// There is no event for that.
function stopWithParent(close) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop(close);
  }, 500);
}

function requireNode(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    throw new Failure(`Node ${NODE.join(".")} or later is needed and this is ${version}: install it from https://nodejs.org.`);
  }
}

function fail(error) {
  if (error.output) say(error.output.trimEnd());
  say(error instanceof Failure ? error.message : `This was not foreseen: ${error.message}`);
  process.exit(1);
}

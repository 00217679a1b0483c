/**
 * What went wrong, in one clear sentence with the command to run.
 * `output` is what the tool that failed had to say.
 */
export class Failure extends Error {
  /**
   * @param {string} sentence
   * @param {{ output?: string }} [details]
   */
  constructor(sentence, { output = "" } = {}) {
    super(sentence);
    this.output = output;
  }
}

// The oldest that the development tools run on.
const NODE = [20, 19];

let stream = process.stdout;

/**
 * Sends the steps' lines elsewhere, for commands whose own output is read by programs.
 *
 * @param {NodeJS.WritableStream} other
 */
export function reportTo(other) {
  stream = other;
}

/**
 * Prints one line.
 *
 * @param {string} [line]
 */
export function say(line = "") {
  stream.write(`${line}\n`);
}

/**
 * Runs one step of a command: its name when it starts, its time when it ends.
 *
 * @template T
 * @param {string} name
 * @param {(note: (text: string) => void) => Promise<T>} work `note` adds a few words to the closing line
 * @param {{ loud?: boolean }} [options] whether the step prints lines of its own, default false
 * @returns {Promise<T>}
 */
export async function step(name, work, { loud = false } = {}) {
  const start = performance.now();
  const notes = [];
  const end = (outcome) => {
    const words = [...notes, outcome].join(", ");
    say(loud ? `${name}: ${words}` : ` ${words}`);
  };
  stream.write(loud ? `${name} …\n` : `${name} …`);
  try {
    const result = await work((text) => notes.push(text));
    end(seconds(start));
    return result;
  } catch (error) {
    end(`failed after ${seconds(start)}`);
    throw error;
  }
}

const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/**
 * Runs a command of the project. A failure is told in a sentence and sets the exit code.
 *
 * @param {() => Promise<void | (() => Promise<void>)>} work what it answers, if anything, stops
 *   the service that it has started: the command then runs until it is told to stop
 */
export async function main(work) {
  let close;
  for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]]) {
    process.once(signal, async () => {
      if (!close) process.exit(code);
      await close();
      process.exit(0);
    });
  }
  try {
    requireNode(process.versions.node);
    close = await work();
  } catch (error) {
    if (error.output) say(error.output.trimEnd());
    say(error instanceof Failure ? error.message : `This should not happen: ${error.message}`);
    process.exit(1);
  }
}

function requireNode(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    throw new Failure(`Node ${NODE.join(".")} or later is needed and this is ${version}: install it from https://nodejs.org.`);
  }
}

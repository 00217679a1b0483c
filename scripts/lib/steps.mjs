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

/** In milliseconds. */
const SIGN_OF_LIFE = 5000;

/**
 * Runs one step of a command: its name when it starts, a dot every five seconds, its time when it ends.
 *
 * @template T
 * @param {string} name
 * @param {(note: (text: string) => void, tick: (word: string | number) => void) => Promise<T>} work `note` adds a few
 *   words to the closing line, `tick` prints one at once, to tell how far the work is
 * @param {{ loud?: boolean }} [options] whether the step prints lines of its own, default false; then without dots
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
  const signs = loud ? null : setInterval(() => stream.write(" ."), SIGN_OF_LIFE);
  try {
    const result = await work((text) => notes.push(text), (word) => void stream.write(` ${word}`));
    end(seconds(start));
    return result;
  } catch (error) {
    end(`failed after ${seconds(start)}`);
    throw error;
  } finally {
    clearInterval(signs);
  }
}

const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

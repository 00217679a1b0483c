/** In milliseconds. */
const PATIENCE = 15_000;

/**
 * Asks until the answer is truthy. Browsers tell what a page does through questions only, some of them.
 *
 * @template T
 * @param {string} what for the message
 * @param {() => T | Promise<T>} ask a failure counts as "not yet", since pages come and go
 * @returns {Promise<T>}
 */
export async function until(what, ask) {
  const end = Date.now() + PATIENCE;
  let last;
  do {
    try {
      last = await within(what, ask());
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  } while (Date.now() < end);
  throw new Error(`Not within ${PATIENCE} ms: ${what} (${last?.message ?? last})`);
}

/**
 * Waits for an answer, but not forever.
 *
 * @template T
 * @param {string} what for the message
 * @param {T | Promise<T>} answer
 * @returns {Promise<T>}
 */
export async function within(what, answer) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${PATIENCE} ms: ${what}`)), PATIENCE);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

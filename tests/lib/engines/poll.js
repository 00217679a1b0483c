/**
 * Asks until the answer is truthy. Browsers tell what a page does through questions only, some of them.
 *
 * @template T
 * @param {string} what for the message
 * @param {() => Promise<T>} ask a failure counts as "not yet", since pages come and go
 * @param {number} [patience] in milliseconds, default 15,000
 * @returns {Promise<T>}
 */
export async function until(what, ask, patience = 15_000) {
  const end = Date.now() + patience;
  let last;
  do {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  } while (Date.now() < end);
  throw new Error(`Not within ${patience} ms: ${what} (${last?.message ?? last})`);
}

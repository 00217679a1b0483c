/** No browser has a longer address, in characters. */
const LONGEST = 2 ** 21;

/** An address taken apart; `undefined` for what is none. */
export function parsed(url) {
  try {
    return String(url).length > LONGEST ? undefined : new URL(url);
  } catch {
    return undefined;
  }
}

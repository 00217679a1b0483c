// Whoever asks for the same response again gets the same answer: another component, another client object, another
// copy of this library. No variable that other scripts can reach holds an answer. Copies ask each other by an event
// instead, whose name and proof are made of the whole response: listeners can't be listed, and an answer is for
// those who know what it is the answer to.

/** How many are kept. */
const MOST = 32;

/** The longest that setTimeout can wait, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Where copies meet. Node's global object is no event target. */
const place = globalThis.addEventListener ? globalThis : (globalThis[Symbol.for("consentkey.copies")] ??= new EventTarget());

/** What forgets each, the oldest first. */
const forgetters = new Set();

const nameOf = (key) => `consentkey.${key.slice(0, 20)}`;
const proofOf = (key) => key.slice(20);

/** The answer to the response of this key, a promise; `undefined` where nobody has one. */
export function recall(key) {
  const detail = { proof: proofOf(key) };
  place.dispatchEvent(new CustomEvent(nameOf(key), { detail }));
  return detail.answer;
}

/**
 * Answers what `work` answers, a promise, and keeps it for those who ask again: until it is there, and after that
 * until the instant that `work` was told to call `keepUntil` with, if it did.
 *
 * @param {string} key a digest of the response
 * @param {(keepUntil: (instant: number | undefined) => void) => Promise<unknown>} work
 */
export function remember(key, work) {
  const name = nameOf(key);
  let until, timer;
  const answer = work((instant) => (until = instant));
  const isOver = () => until !== undefined && Date.now() >= until;
  const listener = ({ detail }) => {
    if (detail?.proof === proofOf(key) && !isOver()) detail.answer = answer;
  };
  const forget = () => {
    place.removeEventListener(name, listener);
    forgetters.delete(forget);
    clearTimeout(timer);
  };
  place.addEventListener(name, listener);
  forgetters.add(forget);
  if (forgetters.size > MOST) forgetters.values().next().value();
  const settled = () => {
    if (until === undefined) return forget();
    if (!forgetters.has(forget)) return;
    timer = setTimeout(forget, Math.min(until - Date.now(), LONGEST));
    // Node's would keep the process alive.
    timer.unref?.();
  };
  answer.then(settled, settled);
  return answer;
}

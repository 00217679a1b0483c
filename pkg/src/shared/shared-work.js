/** How often one who does the work shows that it lives, and one who waits looks, in milliseconds. */
const BEAT = 250;
/** After so many looks without a beat, the one who did the work is gone. */
const SILENT_LOOKS = 4;
/** How often one waits for others before it does the work itself. */
const MOST_WAITS = 3;

/**
 * Work that many may want at once and one does.
 *
 * Where the one belongs to a request that ends before the work does, as on edge workers, its timers and its fetch
 * end too, and nothing that it promised comes true. So whoever waits has a timer of its own, touches nothing of the
 * other's but plain values, and does the work itself where the other is gone. As one starts anew, the others wait
 * for that one.
 */
export class SharedWork {
  #underWay = new Map();

  /** Whether somebody does it now. */
  isUnderWay(name) {
    return this.#underWay.has(name);
  }

  /**
   * What the work ends with, done here or by whoever was first.
   *
   * @template T
   * @param {string} name what the work is for
   * @param {(attempt: object) => Promise<T>} work ends by timers of its own
   * @param {object} [options]
   * @param {number} [options.patience] how long to wait for another, in milliseconds. Default: while it lives
   * @param {(attempt: object) => void} [options.onJoin] told each attempt that is waited for
   * @returns {Promise<T>}
   */
  async do(name, work, options) {
    const { patience = Infinity, onJoin } = { __proto__: null, ...options };
    let attempt = this.#underWay.get(name);
    let gone;
    for (let waits = 0; attempt && waits < MOST_WAITS; waits += 1) {
      onJoin?.(attempt);
      const end = await this.#endOf(name, attempt, patience);
      if (end && "value" in end) return end.value;
      // Who had less time than this one has not spoken for it.
      if (end && !(end.error?.code === "timeout" && attempt.patience < patience)) throw end.error;
      if (this.#underWay.get(name) === attempt) this.#underWay.delete(name);
      gone = attempt;
      // Who saw it first may be done by now.
      attempt = gone.next ?? this.#underWay.get(name);
    }
    return this.#lead(name, work, patience, gone);
  }

  async #lead(name, work, patience, gone) {
    const attempt = { __proto__: null, patience, beats: 0 };
    if (gone) gone.next = attempt;
    const timer = setInterval(() => (attempt.beats += 1), BEAT);
    const ended = async () => {
      try {
        attempt.end = { __proto__: null, value: await work(attempt) };
      } catch (error) {
        attempt.end = { __proto__: null, error };
      }
      clearInterval(timer);
      if (this.#underWay.get(name) === attempt) this.#underWay.delete(name);
      return attempt.end;
    };
    this.#underWay.set(name, attempt);
    const { value, error } = await (attempt.ended = ended());
    if ("error" in attempt.end) throw error;
    return value;
  }

  /** How an attempt ended; `undefined` where there is no waiting for it any more. */
  async #endOf(name, attempt, patience) {
    if (attempt.end) return attempt.end;
    let timer;
    let silence = 0;
    let looks = 0;
    let beats = attempt.beats;
    try {
      return await new Promise((resolve) => {
        const look = () => {
          silence = attempt.beats === beats ? silence + 1 : 0;
          beats = attempt.beats;
          looks += 1;
          const isOver = silence === SILENT_LOOKS || looks * BEAT >= patience;
          if (attempt.end || isOver || this.#underWay.get(name) !== attempt) resolve(attempt.end);
        };
        timer = setInterval(look, BEAT);
        // A platform that knows that the other is gone rejects; else this never rejects.
        attempt.ended.then(resolve, () => resolve());
      });
    } finally {
      clearInterval(timer);
    }
  }
}

import { ConsentKeyError } from "./error.js";
import { MESSAGES } from "./send.js";

/**
 * Sends a request of the core and gives the body of the answer, chunk by chunk, as fast as it is taken.
 * `timeout` of the request, in milliseconds, is how long the server may be silent.
 *
 * @param {object} request
 * @param {AbortSignal} [signal]
 * @param {(status: number) => Error} refusal what an answer other than 2xx is
 */
export async function* stream({ url, headers, timeout }, signal, refusal) {
  const controller = new AbortController();
  const patience = new Patience(timeout, signal);
  try {
    const options = { __proto__: null, headers, signal: controller.signal, cache: "no-store", redirect: "manual" };
    const answer = fetch(url, options);
    const response = await patience.during(answer);
    if (!response.ok) throw refusal(response.status);
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await patience.during(reader.read());
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (cause instanceof ConsentKeyError) throw cause;
    throw new ConsentKeyError("network", MESSAGES.network, { cause });
  } finally {
    patience.end();
    controller.abort();
  }
}

/** What ends waiting for a server. */
class Patience {
  #timeout;
  #signal;
  #giveUp;
  #abort = () => this.#giveUp?.("aborted");

  constructor(timeout, signal) {
    this.#timeout = timeout;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#abort);
  }

  async during(work) {
    let timer;
    const end = new Promise((_, reject) => {
      this.#giveUp = (code) => reject(new ConsentKeyError(code, MESSAGES[code]));
      timer = setTimeout(this.#giveUp, this.#timeout, "timeout");
      if (this.#signal?.aborted) this.#abort();
    });
    try {
      return await Promise.race([work, end]);
    } finally {
      clearTimeout(timer);
    }
  }

  end() {
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}

import { send } from "./send.js";

/** Results hold whole documents. A larger one counts as empty. */
const RESULT_LIMIT = 256 * 1024 * 1024;

/** The scope of SignDoc's tokens. */
export const SIGNDOC_SCOPE = "signdoc/read_write";

/** BankID's resource server for orders to sign documents. */
export class Signdoc {
  #orders;
  #tokens;

  /**
   * @param {() => Promise<object>} orders the core's half
   * @param {import("./client-tokens.js").ClientTokens} tokens
   */
  constructor(orders, tokens) {
    this.#orders = orders;
    this.#tokens = tokens;
  }

  async create(order, options) {
    const { orders, answer, token } = await this.#send((core, token) => core.createRequest(order, token), options);
    return orders.readCreated(answer.status, answer.body, token);
  }

  async status(signId, options) {
    const { orders, answer, token } = await this.#send((core, token) => core.statusRequest(signId, token), options);
    return orders.readStatus(answer.status, answer.body, token);
  }

  async result(signId, options) {
    const { orders, answer, token } = await this.#send((core, token) => core.resultRequest(signId, token), options);
    return orders.readResult(answer.status, answer.body, token);
  }

  /** Sends a request with the kept token, and once more with a fresh one where that is refused. */
  async #send(request, options) {
    const signal = options?.signal;
    const orders = await this.#orders();
    // What is wrong with the call is said before anything is asked for it.
    request(orders, "");
    const first = await this.#attempt(orders, request, signal);
    if (first.answer.status !== 401) return first;
    this.#tokens.drop(SIGNDOC_SCOPE, first.token);
    return this.#attempt(orders, request, signal);
  }

  async #attempt(orders, request, signal) {
    const { value: token } = await this.#tokens.get(SIGNDOC_SCOPE);
    const answer = await send(request(orders, token), { signal, limit: RESULT_LIMIT });
    return { orders, answer, token };
  }
}

import { ABORTABLE } from "./client-options.js";
import { SOME_TEXT, optionsOf } from "./options.js";
import { send } from "./send.js";
import { SIGN_ORDER } from "./server-options.js";

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
    const wanted = optionsOf(order, SIGN_ORDER);
    return this.#ask((orders) => orders.create(wanted), options);
  }

  async status(signId, options) {
    const order = SOME_TEXT(signId, "signId");
    return this.#ask((orders) => orders.status(order), options);
  }

  async result(signId, options) {
    const order = SOME_TEXT(signId, "signId");
    return this.#ask((orders) => orders.result(order), options);
  }

  /** Asks with the kept token, and once more with a fresh one where that is refused. */
  async #ask(question, options) {
    const { signal } = optionsOf(options, ABORTABLE);
    // What is wrong with the call is said before a token is asked for.
    const call = question(await this.#orders());
    try {
      let { answer, token } = await this.#send(call, signal);
      if (answer.status === 401) {
        this.#tokens.drop(SIGNDOC_SCOPE, token);
        ({ answer, token } = await this.#send(call, signal));
      }
      return call.read(answer.status, answer.body, token);
    } finally {
      // At once, since it holds whole documents.
      call.free();
    }
  }

  async #send(call, signal) {
    const { value: token } = await this.#tokens.get(SIGNDOC_SCOPE);
    return { answer: await send(call.request(token), { signal, limit: RESULT_LIMIT }), token };
  }
}

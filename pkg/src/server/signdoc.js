import { ABORTABLE } from "../shared/client-options.js";
import { SOME_TEXT, optionsOf } from "../shared/options.js";
import { send } from "../shared/send.js";
import { SIGN_ORDER } from "./server-options.js";

/** Results hold whole documents. A larger one counts as empty. */
const RESULT_LIMIT = 256 * 1024 * 1024;

/** What of an answer decides, as the core reads it. The rest, which may be whole documents, stays here. */
const DECIDING = ["sign_id", "orderState", "error", "error_description", "error_uri"];
/** None of it is nearly as long, in characters; what is counts as missing. */
const DECIDING_LIMIT = 4096;
/** The deepest that an answer may be nested. */
const DEPTH = 100;

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
    const { read } = await this.#ask((orders) => orders.create(wanted), options);
    return read;
  }

  async status(signId, options) {
    const order = SOME_TEXT(signId, "signId");
    const { read, raw } = await this.#ask((orders) => orders.status(order), options);
    return { ...read, raw };
  }

  async result(signId, options) {
    const order = SOME_TEXT(signId, "signId");
    const { raw } = await this.#ask((orders) => orders.result(order), options);
    return raw;
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
      const raw = objectOf(answer.body);
      return { read: call.read(answer.status, deciding(raw), token), raw };
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

/** The object that a text is, unless it is another value, no JSON, or nested too deeply. */
function objectOf(body) {
  try {
    const value = JSON.parse(body);
    return value !== null && typeof value === "object" && !Array.isArray(value) && isShallow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isShallow(value) {
  let level = [value];
  for (let depth = 0; depth < DEPTH; depth += 1) {
    level = level.flatMap((outer) => Object.values(outer).filter((inner) => inner !== null && typeof inner === "object"));
    if (level.length === 0) return true;
  }
  return false;
}

function deciding(object) {
  if (!object) return "";
  const isMeant = (name) => Object.hasOwn(object, name) && typeof object[name] === "string" && object[name].length <= DECIDING_LIMIT;
  return JSON.stringify(Object.fromEntries(DECIDING.map((name) => [name, isMeant(name) ? object[name] : null])));
}

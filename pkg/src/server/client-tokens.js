import { core } from "../shared/core.js";
import { SharedWork } from "../shared/shared-work.js";

/** A store is to save a request, so it may take no longer than one. */
const STORE_TIMEOUT = 2_000;

/** A client's own tokens, by scope: kept until shortly before they expire, asked for once at a time. */
export class ClientTokens {
  #request;
  #store;
  #name;
  #kept = new Map();
  #work = new SharedWork();
  #refused = new Map();

  /**
   * @param {(scope: string) => Promise<object>} request asks the provider for an access token
   * @param {object} [store] shared with other processes
   * @param {string[]} name of the client, among all that share the store
   */
  constructor(request, store, name) {
    this.#request = request;
    this.#store = store;
    this.#name = name;
  }

  async get(scope) {
    const kept = this.#kept.get(scope);
    if (kept && isFresh(kept)) return copyOf(kept.token);
    return copyOf(await this.#work.do(scope, () => this.#fetch(scope)));
  }

  /** Forgets a token that was not accepted, unless it was replaced meanwhile. */
  drop(scope, value) {
    this.#refused.set(scope, value);
    if (this.#kept.get(scope)?.token.value === value) this.#kept.delete(scope);
  }

  async #fetch(scope) {
    const key = `consentkey:${[...this.#name, scope].map(encodeURIComponent).join(":")}`;
    const shared = await this.#shared(scope, key);
    if (shared) return shared;
    const token = await this.#request(scope);
    const receivedAt = Date.now();
    // Without a lifetime nobody can tell when to renew it.
    if (token.expiresAt !== null) {
      this.#keep(scope, { token, receivedAt });
      const text = JSON.stringify({ token, receivedAt });
      // Nobody has to wait for others to be able to read it.
      if (this.#store) within(() => this.#store.set(key, text, Math.ceil((token.expiresAt - receivedAt) / 1000)));
    }
    return token;
  }

  /** What another process put into the store, where it is of use. */
  async #shared(scope, key) {
    if (!this.#store) return undefined;
    const found = parsed(await within(() => this.#store.get(key)));
    if (!found || !isFresh(found) || found.token.value === this.#refused.get(scope)) return undefined;
    this.#keep(scope, found);
    return found.token;
  }

  #keep(scope, { token, receivedAt }) {
    // Two clocks: the one of the day may be set, the other may stand still while the machine sleeps.
    const left = token.expiresAt - Date.now();
    this.#kept.set(scope, { token, receivedAt, until: performance.now() + left });
  }
}

/** Whether a token lasts long enough, by every clock there is. */
function isFresh({ token, receivedAt, until = Infinity }) {
  return core().clientTokenIsFresh(receivedAt, token.expiresAt, until, Date.now(), performance.now());
}

/** What a store gave, if it is what was put there. */
function parsed(text) {
  try {
    const { token, receivedAt } = JSON.parse(text);
    const { value, tokenType, scope, expiresAt } = token;
    const isToken = typeof value === "string" && value !== "" && tokenType === "Bearer" && Array.isArray(scope);
    if (!isToken || !Number.isFinite(expiresAt) || !Number.isFinite(receivedAt)) return undefined;
    return { token: { value, tokenType, scope, expiresAt }, receivedAt };
  } catch {
    return undefined;
  }
}

/** A store that fails or hangs costs a request and nothing else. */
async function within(ask) {
  let timer;
  const tooLate = new Promise((resolve) => {
    timer = setTimeout(resolve, STORE_TIMEOUT);
  });
  try {
    return await Promise.race([ask(), tooLate]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** So that nobody changes what others are given. */
function copyOf(token) {
  return { ...token, scope: [...token.scope] };
}

import { ClientTokens } from "./client-tokens.js";
import { core } from "./core.js";
import { ConsentKeyError } from "./error.js";
import { grantOf } from "./exchange.js";
import { discover, discoverOrFallBack } from "./metadata.js";
import { send } from "./send.js";
import { SIGNDOC_SCOPE, Signdoc } from "./signdoc.js";

/** A confidential client of BankID. Made by createBankidBackend(). */
export class BankidBackend {
  #options;
  #undescribed;
  #described;
  #tokens;

  constructor(options) {
    this.#options = { ...options, endpoints: { ...options?.endpoints } };
    this.#undescribed = this.#responses();
    const { issuer, token } = this.#options.endpoints;
    const client = [issuer ?? this.#options.environment ?? "prod", this.#options.clientId].join(" ");
    // Another endpoint's tokens are other tokens.
    const name = token == null ? [client] : [client, token];
    this.#tokens = new ClientTokens((scope) => this.#askForToken(scope), storeOf(options), name);
    this.signdoc = new Signdoc(() => this.#orders(), this.#tokens);
  }

  async accessToken(scope = SIGNDOC_SCOPE) {
    // Spaces make no difference, so they make no other token.
    const wanted = core().normalizedScope(scope);
    return this.#tokens.get(wanted);
  }

  async exchange(code) {
    // What is wrong with the code is said before anything is asked for it.
    this.#undescribed.exchangeCode(code);
    const responses = await this.#client();
    return grantOf(responses.exchangeCode(code), responses);
  }

  async #askForToken(scope) {
    const responses = await this.#client();
    const { status, body, receivedAt } = await send(responses.clientTokenRequest(scope));
    return responses.readClientToken(scope, status, body, receivedAt);
  }

  #responses(found) {
    const { AuthorizationResponses } = core();
    // Nothing is stored: the page that sends a code has matched it to its sign-in.
    return new AuthorizationResponses("bankid", this.#options, {}, found);
  }

  /** The core's half with the addresses that BankID gives now. */
  async #client() {
    if (!this.#undescribed.lacksAddresses()) return this.#undescribed;
    const found = await discoverOrFallBack(this.#undescribed);
    if (this.#described?.found !== found) this.#described = { found, responses: this.#responses(found) };
    return this.#described.responses;
  }

  async #orders() {
    const base = this.#undescribed.signdoc() ?? (await this.#signdocAddress());
    return new (core().SignOrders)(base, this.#options);
  }

  async #signdocAddress() {
    const { endpoints } = await discoverOrFallBack(this.#undescribed);
    // It has no fixed address, so where discovery can't be had, its failure is what there is to tell.
    return endpoints.signdoc ?? (await discover(this.#undescribed)).endpoints.signdoc ?? "";
  }
}

function storeOf(options) {
  const store = options?.store ?? undefined;
  if (store === undefined) return undefined;
  if (typeof store.get === "function" && typeof store.set === "function") return store;
  throw new ConsentKeyError("config_invalid", "`store` must be an object with the functions `get` and `set`.");
}

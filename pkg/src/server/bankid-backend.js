import { ClientTokens } from "./client-tokens.js";
import { core, lasting } from "../shared/core.js";
import { codeForm, grantOf } from "../shared/token-exchange.js";
import { discover, discoverOrFallBack } from "../shared/discovery.js";
import { TEXT, resultOf } from "../shared/options.js";
import { send } from "../shared/send.js";
import { settingsForm } from "../shared/settings-form.js";
import { CODE } from "./server-options.js";
import { SIGNDOC_SCOPE, Signdoc } from "./signdoc.js";

/** A confidential client of BankID. Made by createBankidBackend(). */
export class BankidBackend {
  #options;
  #undescribed;
  #described;
  #tokens;

  /** @param {object} options as `optionsOf` read them */
  constructor(options) {
    this.#options = options;
    this.#undescribed = this.#responses();
    const { clientId, endpoints, environment = "prod", store } = options;
    const client = [endpoints?.issuer ?? environment, clientId].join(" ");
    // Another endpoint's tokens are other tokens.
    const name = endpoints?.token === undefined ? [client] : [client, endpoints.token];
    this.#tokens = new ClientTokens((scope) => this.#askForToken(scope), store, name);
    this.signdoc = new Signdoc(() => this.#orders(), this.#tokens);
  }

  async accessToken(scope = SIGNDOC_SCOPE) {
    // Spaces make no difference, so they make no other token.
    const wanted = core().normalizedScope(TEXT(scope, "scope"));
    return this.#tokens.get(wanted);
  }

  async exchange(code) {
    const received = codeForm(resultOf(code, CODE, "code"));
    // What is wrong with the code is said before anything is asked for it.
    this.#undescribed.exchangeCode(received);
    const responses = await this.#client();
    return grantOf(responses.exchangeCode(received), responses);
  }

  async #askForToken(scope) {
    const responses = await this.#client();
    const { status, body, receivedAt } = await send(responses.clientTokenRequest(scope));
    return responses.readClientToken(scope, status, body, receivedAt);
  }

  #responses(found) {
    // Nothing is stored: the page that sends a code has matched it to its sign-in.
    // Not members of a client, but of what is around it.
    const options = { __proto__: null, ...this.#options, signdoc: undefined, store: undefined };
    const settings = core().configure(settingsForm("bankid", options, found));
    return lasting(({ AuthorizationResponses }) => new AuthorizationResponses(settings));
  }

  /** The core's half with the addresses that BankID gives now. */
  async #client() {
    if (!this.#undescribed.lacksAddresses()) return this.#undescribed;
    const found = await discoverOrFallBack(this.#undescribed);
    if (this.#described?.found !== found) this.#described = { found, responses: this.#responses(found) };
    return this.#described.responses;
  }

  async #orders() {
    const base = this.#options.endpoints?.signdoc ?? (await this.#signdocAddress());
    return new (core().SignOrders)(base, this.#options);
  }

  async #signdocAddress() {
    const { endpoints } = await discoverOrFallBack(this.#undescribed);
    // It has no fixed address, so where discovery can't be had, its failure is what there is to tell.
    return endpoints.signdoc ?? (await discover(this.#undescribed)).endpoints.signdoc ?? "";
  }
}

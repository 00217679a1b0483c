import { core } from "./core.js";
import { grantOf } from "./exchange.js";
import { PermissionCenter } from "./permissions.js";

/** A confidential client of netID. Made by createNetidBackend(). */
export class NetidBackend {
  #options;
  #responses;

  constructor(options) {
    const { AuthorizationResponses } = core();
    this.#options = { ...options, endpoints: { ...options?.endpoints } };
    // Nothing is stored: the page that sends a code has matched it to its sign-in.
    this.#responses = new AuthorizationResponses("netid", options, {}, undefined);
  }

  async exchange(code) {
    return grantOf(this.#responses.exchangeCode(code), this.#responses);
  }

  permissions(token) {
    return new PermissionCenter(core().PermissionCenter.withToken(this.#options, token), "omit");
  }
}

import { lasting } from "./core.js";
import { grantOf } from "./exchange.js";
import { PermissionCenter } from "./permissions.js";

/** A confidential client of netID. Made by createNetidBackend(). */
export class NetidBackend {
  #options;
  #responses;

  constructor(options) {
    this.#options = options;
    // Nothing is stored: the page that sends a code has matched it to its sign-in.
    this.#responses = lasting(({ AuthorizationResponses }) => {
      return new AuthorizationResponses("netid", this.#options, {}, undefined);
    });
    this.#options = { ...options, endpoints: { ...options.endpoints } };
  }

  async exchange(code) {
    return grantOf(this.#responses.exchangeCode(code), this.#responses);
  }

  permissions(token) {
    const requests = lasting(({ PermissionCenter }) => PermissionCenter.withToken(this.#options, token));
    return new PermissionCenter(requests, "omit");
  }
}

import { lasting } from "../shared/core.js";
import { grantOf } from "../shared/token-exchange.js";
import { resultOf } from "../shared/options.js";
import { PermissionCenter } from "../shared/permissions.js";
import { ACCESS_TOKEN, CODE } from "./server-options.js";

/** A confidential client of netID. Made by createNetidBackend(). */
export class NetidBackend {
  #services;
  #responses;

  /** @param {object} options as `optionsOf` read them */
  constructor(options) {
    this.#services = servicesOf(options);
    // Nothing is stored: the page that sends a code has matched it to its sign-in.
    this.#responses = lasting(({ AuthorizationResponses }) => {
      return new AuthorizationResponses("netid", options);
    });
  }

  async exchange(code) {
    return grantOf(this.#responses.exchangeCode(resultOf(code, CODE, "code")), this.#responses);
  }

  permissions(token) {
    return permissionsOf(ACCESS_TOKEN(token), this.#services);
  }
}

/** Where the Permission Center is. */
export const servicesOf = (options) => lasting(({ PermissionServices }) => new PermissionServices(options));

/** The token-based Permission Center, at such services. */
export function permissionsOf(token, services) {
  return new PermissionCenter(lasting(() => services.withToken(token)), "omit");
}

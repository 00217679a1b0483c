import { core, lasting } from "../shared/core.js";
import { codeForm, grantOf } from "../shared/token-exchange.js";
import { ASK, DECISION, WRITE } from "../shared/client-options.js";
import { optionsOf, resultOf } from "../shared/options.js";
import { PermissionCenter, coreRequests } from "../shared/permissions.js";
import { settingsForm } from "../shared/settings-form.js";
import { ACCESS_TOKEN, CODE } from "./server-options.js";

/** A confidential client of netID. Made by createNetidBackend(). */
export class NetidBackend {
  #services;
  #responses;

  /** @param {object} options as `optionsOf` read them */
  constructor(options) {
    // Nothing is stored: the page that sends a code has matched it to its sign-in.
    const settings = core().configure(settingsForm("netid", options));
    this.#responses = lasting(({ AuthorizationResponses }) => new AuthorizationResponses(settings));
    this.#services = servicesOf(settings);
  }

  async exchange(code) {
    return grantOf(this.#responses.exchangeCode(codeForm(resultOf(code, CODE, "code"))), this.#responses);
  }

  permissions(token) {
    return permissionsOf(ACCESS_TOKEN(token), this.#services);
  }
}

/** Where the Permission Center is. */
export const servicesOf = (settings) => lasting(({ PermissionServices }) => new PermissionServices(settings));

/** The token-based Permission Center, at such services. */
export function permissionsOf(token, services) {
  const center = new PermissionCenter(coreRequests(lasting(() => services.withToken(token))), "omit");
  return {
    read: async (options) => center.read(optionsOf(options, ASK)),
    write: async (settings, options) => center.write(optionsOf(settings, DECISION), optionsOf(options, WRITE)),
  };
}

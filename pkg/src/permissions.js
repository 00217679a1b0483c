import { ASK, DECISION } from "./client-options.js";
import { optionsOf } from "./options.js";
import { send } from "./send.js";

/** What a user has consented to at one partner. */
export class PermissionCenter {
  #requests;
  #credentials;

  /**
   * @param {object} requests the core's half
   * @param {RequestCredentials} credentials whether netID's cookie goes along
   */
  constructor(requests, credentials) {
    this.#requests = requests;
    this.#credentials = credentials;
  }

  async read(options) {
    const wanted = optionsOf(options, ASK);
    const { status, body } = await this.#send(this.#requests.readRequest(wanted), wanted);
    return this.#requests.readStatus(status, body);
  }

  async write(settings, options) {
    const decided = optionsOf(settings, DECISION);
    const wanted = optionsOf(options, ASK);
    const { status, body } = await this.#send(this.#requests.writeRequest(decided, wanted), wanted);
    return this.#requests.readIdentifiers(status, body);
  }

  #send(request, { signal }) {
    return send(request, { signal, credentials: this.#credentials });
  }
}

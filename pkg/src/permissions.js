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
    const { status, body } = await this.#send(this.#requests.readRequest(options), options);
    return this.#requests.readStatus(status, body);
  }

  async write(settings, options) {
    const { status, body } = await this.#send(this.#requests.writeRequest(settings, options), options);
    return this.#requests.readIdentifiers(status, body);
  }

  #send(request, options) {
    return send(request, { signal: options?.signal, credentials: this.#credentials });
  }
}

/**
 * What only a response, a popup or the Permission Center needs: pages load it when one of these comes. The first half
 * (client.js) owns logins and the address; here a code, a grant or a question begins.
 */
import { recall, remember } from "./answers.js";
import { importDiagnose } from "./import-diagnose.js";
import { init as loadCore, lasting } from "../shared/core.js";
import { ConsentKeyError } from "../shared/error.js";
import { codeForm, grantOf } from "../shared/token-exchange.js";
import { discover, discoverOrFallBack } from "../shared/discovery.js";
import { PermissionCenter, coreRequests } from "../shared/permissions.js";
import { closeWindow, handOver } from "./popup-opened.js";
import { answerFrom } from "./popup-opener.js";
import { refreshed } from "./refresh.js";
import { relayedGrant, relayedRequests, withFallback } from "./relay-client.js";
import { send } from "../shared/send.js";
import { useSentences } from "../shared/sentences.js";

export { answerFrom, closeWindow, handOver, recall, remember };

/**
 * Loads the core.
 *
 * @param {unknown} source as `init` of shared/core.js takes it
 * @param {(fault: string) => Error} errorOf what the first half makes of a fault
 */
export function init(source, errorOf) {
  useSentences(errorOf);
  return loadCore(source);
}

/** The second half of a client. */
export class Finish {
  #provider;
  #options;
  #found;
  #settings;
  #responses;
  #permissions;
  #hasSignedIn = false;

  /**
   * @param {"netid" | "bankid" | "plain"} provider whose rules apply
   * @param {object} options as `optionsOf` read them
   * @param {object | undefined} found what discovery found
   * @param {string} settings what the core of the first half made of them
   */
  constructor(provider, options, found, settings) {
    this.#provider = provider;
    this.#options = options;
    this.#found = found;
    this.#settings = settings;
    this.#responses = lasting(({ AuthorizationResponses }) => new AuthorizationResponses(settings));
  }

  /** Redeems a code. A failure has what the application said of the sign-in. */
  async exchange(code) {
    const { appState } = code;
    // Whoever comes back with a code has just been at the provider.
    this.#hasSignedIn = true;
    try {
      if (this.#options.relay) return await relayedGrant(code, this.#options);
      const grant = await grantOf(this.#responses.exchangeCode(codeForm(code)), this.#responses);
      return { ...grant, appState };
    } catch (error) {
      if (error instanceof ConsentKeyError && appState !== null) error.appState = appState;
      throw error;
    }
  }

  async userinfo(grant, signal) {
    const responses = this.#responses;
    const claims = grant.claims ? JSON.stringify(grant.claims) : "";
    const { status, contentType, body } = await send(responses.userinfoRequest(grant.accessToken?.value ?? "", claims), { signal });
    return responses.readUserinfo(claims, status, contentType, body);
  }

  refresh(client, grant, options) {
    return refreshed({ client, clientId: this.#options.clientId, responses: this.#responses }, grant, options);
  }

  /** The provider's addresses. BankID's are known where they can't be asked for. */
  discover() {
    return this.#provider === "bankid" ? discoverOrFallBack(this.#responses) : discover(this.#responses);
  }

  async diagnose() {
    const { diagnose } = await fetchDiagnose();
    const [provider, options, found, responses] = [this.#provider, this.#options, this.#found, this.#responses];
    return diagnose({
      provider,
      options,
      found,
      responses,
      permissions: () => this.permissions(),
      requests: () => requestsOf(this.#settings),
      hasSignedIn: this.#hasSignedIn,
    });
  }

  /** The Permission Center. The user is known by netID's cookie, the partner by `tappId` and the page's origin. */
  permissions() {
    return (this.#permissions ??= permissionsOf(this.#options, this.#settings));
  }
}

const requestsOf = (settings) => coreRequests(lasting(({ PermissionCenter }) => new PermissionCenter(settings)));

/** Few pages ever ask, so it is a file of its own. */
async function fetchDiagnose() {
  try {
    return await importDiagnose();
  } catch (cause) {
    const message = "The diagnosis (diagnose.js) could not be loaded. Check that it is served beside the other files, and the connection.";
    throw new ConsentKeyError("wasm_unavailable", message, { cause });
  }
}

function permissionsOf(options, settings) {
  const byCookie = new PermissionCenter(requestsOf(settings), "include");
  const byRelay = options.relay && new PermissionCenter(relayedRequests(options), "include");
  // Only who names itself to the Permission Center has a use for both.
  return byRelay && options.tappId ? withFallback(byCookie, byRelay) : (byRelay ?? byCookie);
}

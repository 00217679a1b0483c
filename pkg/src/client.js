import { core } from "./core.js";
import { ConsentKeyError } from "./error.js";
import { grantOf } from "./exchange.js";
import { PermissionCenter } from "./permissions.js";
import { answerFrom, checkPopup, closeWindow, handOver, openWindow } from "./popup.js";
import { refreshed } from "./refresh.js";
import { send } from "./send.js";
import { storageOf } from "./storage.js";

/**
 * Answers by response, shared by every client and every copy of this library on the page: whoever
 * asks for the same response again gets the same answer, and the token request is made once.
 */
const answers = (globalThis[Symbol.for("consentkey.answers")] ??= new Map());

/** Failures that use nothing up, so that asking again may end better. */
const UNANSWERED = new Set(["state_unknown", "storage_unavailable"]);

/** A client of one provider. Made by the create functions. */
export class Client {
  #settings;
  #requests;
  #responses;

  /**
   * @param {"netid" | "bankid" | "plain"} provider whose rules apply
   * @param {object} [found] what discovery found
   */
  constructor(provider, options, found) {
    const { AuthorizationRequests } = core();
    const storage = storageOf(options);
    this.#requests = new AuthorizationRequests(provider, options, storage, found);
    // A copy, so that a response is judged by the options that its login was started with.
    this.#settings = [provider, { ...options, endpoints: { ...options.endpoints } }, storage, found];
  }

  authorize(options) {
    refuseWhilePrerendered();
    return this.#requests.authorize(options);
  }

  redirect(options) {
    needPage();
    leave(this.authorize(options).url);
  }

  // Without anything to wait for before the window opens, so that it opens in the caller's click.
  async popup(options) {
    const [provider, settings, , found] = this.#settings;
    needPage();
    checkPopup(settings.redirectUri, options);
    let request;
    try {
      request = this.#requests.authorize(options, true);
    } catch (error) {
      if (error.code !== "storage_unavailable") throw error;
      // This page stays, so its memory will do.
      return new Client(provider, { ...settings, storage: "memory" }, found).popup(options);
    }
    try {
      const popup = openWindow(request.url, options);
      return await answerFrom(popup, request, options?.signal, (url) => this.#exchange(url));
    } finally {
      this.#requests.abandon(request.state);
    }
  }

  async handleRedirect(url = globalThis.location?.href) {
    const key = this.#recognise(url);
    if (key === undefined) return null;
    if (!answers.has(key)) {
      const answer = this.#answer(String(url));
      answers.set(key, answer);
      answer.catch(({ code }) => UNANSWERED.has(code) && answers.delete(key));
    }
    return answers.get(key);
  }

  parseRedirect(url = globalThis.location?.href) {
    if (this.#recognise(url) === undefined) return null;
    refuseWhilePrerendered();
    const exchange = this.#receive(String(url));
    try {
      return exchange.code();
    } finally {
      this.#tidyAddress(exchange.state);
    }
  }

  async userinfo(grant, options) {
    const signal = options?.signal;
    const responses = this.#reader();
    const { status, contentType, body } = await send(responses.userinfoRequest(grant), { signal });
    return responses.readUserinfo(grant, status, contentType, body);
  }

  async refresh(grant, options) {
    const [, { clientId }] = this.#settings;
    return refreshed({ client: this, clientId, responses: this.#reader() }, grant, options);
  }

  endSessionUrl(options) {
    return this.#requests.endSessionUrl(options);
  }

  endSession(options) {
    needPage();
    leave(this.endSessionUrl(options));
  }

  /** What names this response to this client; `undefined` when the address is no response. */
  #recognise(url) {
    const key = this.#requests.responseKey(String(url));
    if (key === undefined) this.#requests.sweep();
    return key;
  }

  /** Made when a response comes, since most page views have none. */
  #reader() {
    const { AuthorizationResponses } = core();
    return (this.#responses ??= new AuthorizationResponses(...this.#settings));
  }

  #receive(url) {
    try {
      return this.#reader().receive(url);
    } finally {
      // Not before: an answer that comes too late is to be told so, not to find nothing.
      this.#requests.sweep();
    }
  }

  /** The grant, or null once a response was brought to the page that opened this window. */
  async #answer(url) {
    // A code must not be spent on a page that may never be shown.
    if (isPrerendered()) await activation();
    const state = this.#requests.popupState(url);
    if (state === undefined || !(await handOver(state, url))) return this.#exchange(url);
    try {
      // A copy of the transaction, which this window may have, must not be good for a second exchange.
      this.#receive(url);
    } catch {
      // It has none.
    }
    this.#tidyAddress(state);
    await closeWindow();
    return null;
  }

  async #exchange(url) {
    const exchange = this.#receive(url);
    try {
      return await grantOf(exchange, this.#reader());
    } finally {
      this.#tidyAddress(exchange.state);
    }
  }

  /** Takes an answered response out of the address bar; the page's own parts and entry state stay. */
  #tidyAddress(state) {
    const url = globalThis.location && this.#requests.addressWithout(state, location.href);
    try {
      if (url !== undefined) history.replaceState(history.state, "", url);
    } catch {
      // A document that may not rewrite its address keeps it. The transaction is used up all the same.
    }
  }
}

/** A client of netID. */
export class NetidClient extends Client {
  constructor(options) {
    super("netid", options);
    // The user is known by netID's cookie, the partner by `tappId` and the page's origin.
    this.permissions = new PermissionCenter(new (core().PermissionCenter)(options), "include");
  }
}

function needPage() {
  if (!globalThis.location) {
    throw new ConsentKeyError("config_invalid", "There is no page here: send the user to authorize().url or endSessionUrl().");
  }
}

/** Out of the banner's frame, if it has one: the provider refuses to be framed. */
function leave(url) {
  try {
    (globalThis.top ?? globalThis).location.href = url;
  } catch (cause) {
    throw new ConsentKeyError(
      "config_invalid",
      "The frame that this page is in may not be left: allow top navigation in its sandbox, or call this in a click.",
      { cause },
    );
  }
}

function isPrerendered() {
  return globalThis.document?.prerendering;
}

/** A prerendered page writes to a copy of the session storage, which is thrown away when the page is shown. */
function refuseWhilePrerendered() {
  if (isPrerendered()) {
    throw new ConsentKeyError(
      "storage_unavailable",
      "This page is being prerendered, so nothing that it stores would last: wait for the event `prerenderingchange`.",
    );
  }
}

function activation() {
  return new Promise((resolve) => document.addEventListener("prerenderingchange", resolve, { once: true }));
}

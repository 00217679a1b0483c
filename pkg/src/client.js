import { recall, remember } from "./answers.js";
import { ABORTABLE, AUTHORIZE, END_SESSION, GRANT, REFRESH } from "./client-options.js";
import { lasting } from "./core.js";
import { ConsentKeyError } from "./error.js";
import { grantOf } from "./exchange.js";
import { optionsOf, resultOf } from "./options.js";
import { PermissionCenter } from "./permissions.js";
import { answerFrom, checkPopup, closeWindow, handOver, openWindow } from "./popup.js";
import { refreshed } from "./refresh.js";
import { relayedGrant, relayedRequests, withFallback } from "./relay-client.js";
import { send } from "./send.js";
import { MEMORY, SESSION } from "./storage.js";


/** A client of one provider. Made by the create functions. */
export class Client {
  #settings;
  #requests;
  #responses;

  /**
   * @param {"netid" | "bankid" | "plain"} provider whose rules apply
   * @param {object} options as `optionsOf` read them
   * @param {object} [found] what discovery found
   */
  constructor(provider, options, found) {
    const { storage = SESSION } = options;
    this.#settings = [provider, options, storage, found];
    this.#requests = lasting(({ AuthorizationRequests }) => new AuthorizationRequests(...this.#settings));
  }

  authorize(options) {
    const wanted = optionsOf(options, AUTHORIZE);
    refuseWhilePrerendered();
    return this.#requests.authorize(wanted);
  }

  redirect(options) {
    needPage();
    leave(this.authorize(options).url);
  }

  // Without anything to wait for before the window opens, so that it opens in the caller's click.
  async popup(options) {
    const wanted = optionsOf(options, AUTHORIZE);
    const [, { redirectUri }] = this.#settings;
    needPage();
    checkPopup(redirectUri, wanted);
    return this.#popup(wanted);
  }

  async #popup(options) {
    const [provider, settings, , found] = this.#settings;
    let request;
    try {
      request = this.#requests.authorize(options, true);
    } catch (error) {
      if (error.code !== "storage_unavailable") throw error;
      // This page stays, so its memory will do.
      return new Client(provider, { __proto__: null, ...settings, storage: MEMORY }, found).#popup(options);
    }
    try {
      const popup = openWindow(request.url, options);
      return await answerFrom(popup, request, options.signal, (url) => this.#exchange(url));
    } finally {
      this.#requests.abandon(request.state);
    }
  }

  async handleRedirect(url = globalThis.location?.href) {
    const address = String(url);
    const requests = this.#requests;
    const key = requests.responseKey(address);
    const known = key && recall(key);
    if (known) return known;
    // A window may be far from the sign-in that it is for, so it asks around first.
    if (!requests.isResponse(address) && requests.popupState(address) === undefined) return this.#passOver(address);
    return remember(key, (keepUntil) => this.#answer(address, keepUntil));
  }

  parseRedirect(url = globalThis.location?.href) {
    const address = String(url);
    if (!this.#requests.isResponse(address)) return this.#passOver(address);
    refuseWhilePrerendered();
    const exchange = this.#receive(address);
    const { state, appState } = exchange;
    try {
      return exchange.code();
    } catch (error) {
      throw about(appState, error);
    } finally {
      this.#tidyAddress(state);
    }
  }

  async userinfo(grant, options) {
    const { signal } = optionsOf(options, ABORTABLE);
    const granted = resultOf(grant, GRANT, "grant");
    const responses = this.#reader();
    const { status, contentType, body } = await send(responses.userinfoRequest(granted), { signal });
    return responses.readUserinfo(granted, status, contentType, body);
  }

  async refresh(grant, options) {
    const [, { clientId }] = this.#settings;
    const granted = { __proto__: null, idToken: null, claims: null, appState: null, ...resultOf(grant, GRANT, "grant") };
    return refreshed({ client: this, clientId, responses: this.#reader() }, granted, optionsOf(options, REFRESH));
  }

  endSessionUrl(options) {
    return this.#requests.endSessionUrl(optionsOf(options, END_SESSION));
  }

  endSession(options) {
    needPage();
    leave(this.endSessionUrl(options));
  }

  /** The answer to an address that is no response. */
  #passOver(url) {
    this.#requests.sweep();
    if (isDeveloping() && this.#requests.lacksState(url)) hintAtState();
    return null;
  }

  /** Made when a response comes, since most page views have none. */
  #reader() {
    return (this.#responses ??= lasting(({ AuthorizationResponses }) => new AuthorizationResponses(...this.#settings)));
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
  async #answer(url, keepUntil) {
    // A code must not be spent on a page that may never be shown.
    if (isPrerendered()) await activation();
    const state = this.#requests.popupState(url);
    if (state === undefined || !(await handOver(state, url))) {
      return this.#requests.isResponse(url) ? this.#exchange(url, keepUntil) : null;
    }
    keepUntil(Infinity);
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

  async #exchange(url, keepUntil) {
    const exchange = this.#receive(url);
    const { state, appState, expiresAt } = exchange;
    keepUntil?.(expiresAt);
    try {
      const [, options] = this.#settings;
      return await (options.relay ? relayedGrant(exchange, options) : grantOf(exchange, this.#reader()));
    } catch (error) {
      throw about(appState, error);
    } finally {
      this.#tidyAddress(state);
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
    const byCookie = new PermissionCenter(lasting(({ PermissionCenter }) => new PermissionCenter(options)), "include");
    const byRelay = options.relay && new PermissionCenter(relayedRequests(options), "include");
    // Only who names itself to the Permission Center has a use for both.
    this.permissions = byRelay && options.tappId ? withFallback(byCookie, byRelay) : (byRelay ?? byCookie);
  }
}

/** A failure with what the application said of the sign-in. */
function about(appState, error) {
  if (error instanceof ConsentKeyError && appState !== null) error.appState = appState;
  return error;
}

function isDeveloping() {
  const { protocol, hostname } = globalThis.location ?? {};
  return protocol === "http:" || /^(.+\.)?localhost$|^127\.|^\[::1\]$/.test(hostname);
}

let hasHinted = false;

function hintAtState() {
  if (hasHinted) return;
  hasHinted = true;
  console.warn(
    "consentkey: this address has an `error` and no `state`, so it is no answer to any sign-in. If it is your " +
      "provider's, the provider refused the request before it knew who asked: check client id, redirect URI and scope.",
  );
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
  } catch {
    // Without the browser's words: they show the address, which holds `state` and `nonce`.
    throw new ConsentKeyError(
      "config_invalid",
      "The frame that this page is in may not be left: allow top navigation in its sandbox, or call this in a click.",
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

import { ABORTABLE, ASK, AUTHORIZE as LOGIN, DECISION, END_SESSION as LOGOUT, GRANT, REFRESH, WRITE } from "../shared/client-options.js";
import { ConsentKeyError } from "../shared/error.js";
import { formOf, wireForm } from "../shared/form.js";
import { parsed } from "../shared/address.js";
import { loadFinish } from "./load-finish.js";
import { isLoopback } from "../shared/loopback.js";
import { optionsOf, resultOf } from "../shared/options.js";
import { checkPopup, openWindow } from "./popup-window.js";
import { errorOf, jsonOf } from "../shared/sentences.js";
import { settingsForm } from "../shared/settings-form.js";
import { ABANDON, AUTHORIZE, CONFIGURE, END_SESSION, RECEIVE, RECOGNISE, SWEEP, WITHOUT, ask, attempt } from "./start.js";
import { MEMORY, SESSION } from "../shared/storage.js";

/** A client of one provider. Made by the create functions. */
export class Client {
  #provider;
  #options;
  #storage;
  #found;
  #settings;
  #finish;
  /** Where the last login stands in the storage: see `client::transactions` of the core. */
  #block = "";

  /**
   * @param {"netid" | "bankid" | "plain"} provider whose rules apply
   * @param {object} options as `optionsOf` read them
   * @param {object} [found] what discovery found
   */
  constructor(provider, options, found) {
    this.#provider = provider;
    this.#options = options;
    this.#storage = options.storage ?? SESSION;
    this.#found = found;
    this.#settings = ask(CONFIGURE, settingsForm(provider, options, found));
  }

  /** Whether the provider has to be asked for its addresses before a login can start. */
  static isUndiscovered(client) {
    return client.#settings.includes("&undiscovered=");
  }

  authorize(options) {
    const wanted = optionsOf(options, LOGIN);
    refuseWhilePrerendered();
    return this.#authorize(wanted);
  }

  redirect(options) {
    needPage();
    leave(this.authorize(options).url);
  }

  // Without anything to wait for before the window opens, so that it opens in the caller's click.
  async popup(options) {
    const wanted = optionsOf(options, LOGIN);
    needPage();
    checkPopup(this.#options.redirectUri, wanted);
    return this.#popup(wanted);
  }

  async #popup(options) {
    let request;
    try {
      request = this.#authorize(options, true);
    } catch (error) {
      if (error.code !== "storage_unavailable" || this.#storage === MEMORY) throw error;
      // This page stays, so its memory will do.
      const inMemory = { __proto__: null, ...this.#options, storage: MEMORY };
      return new Client(this.#provider, inMemory, this.#found).#popup(options);
    }
    let popup;
    try {
      popup = openWindow(request.url, options);
      const { answerFrom } = await loadFinish();
      return await answerFrom(popup, request, options.signal, (url) => (options.exchange === false ? this.#receive(url) : this.#exchange(url)));
    } finally {
      popup?.close();
      this.#ask(ABANDON, request.state);
    }
  }

  async handleRedirect(url = globalThis.location?.href) {
    const response = this.#recognise(url);
    if (!response.key) return this.#passOver(response);
    const { recall, remember } = await loadFinish();
    const known = recall(response.key);
    if (known) return known;
    // A window may be far from the sign-in that it is for, so it asks around first.
    if (!response.isOurs && !response.isPopup) return this.#passOver(response);
    return remember(response.key, (keepUntil) => this.#answer(response, keepUntil));
  }

  parseRedirect(url = globalThis.location?.href) {
    const response = this.#recognise(url);
    if (!response.isOurs) return this.#passOver(response);
    refuseWhilePrerendered();
    return this.#receive(response.url);
  }

  isRedirectResponse(url = globalThis.location?.href) {
    return this.#recognise(url).isOurs;
  }

  async userinfo(grant, options) {
    const granted = resultOf(grant, GRANT, "grant");
    const { signal } = optionsOf(options, ABORTABLE);
    return (await this.#second()).userinfo(granted, signal);
  }

  async refresh(grant, options) {
    const granted = { __proto__: null, idToken: null, claims: null, appState: null, ...resultOf(grant, GRANT, "grant") };
    const wanted = optionsOf(options, REFRESH);
    return (await this.#second()).refresh(this, granted, wanted);
  }

  async diagnose() {
    return (await this.#second()).diagnose();
  }

  endSessionUrl(options) {
    const { grant, ...wanted } = optionsOf(options, LOGOUT);
    return this.#ask(END_SESSION, this.#settings, wireForm({ ...wanted, idTokenHint: grant?.idToken }));
  }

  endSession(options) {
    needPage();
    leave(this.endSessionUrl(options));
  }

  /** The second half of this client, with its own core loaded. */
  async #second() {
    const { Finish } = await loadFinish();
    return (this.#finish ??= new Finish(this.#provider, this.#options, this.#found, this.#settings));
  }

  /** What is only loaded when it is asked for: the second half of a client. */
  static secondOf(client) {
    return client.#second();
  }

  #ask(operation, about, further) {
    return ask(operation, about, further, this.#storage);
  }

  #authorize({ scope, extra, width, height, signal, exchange, ...options }, isPopup) {
    const wanted = wireForm({
      ...options,
      scope: scope?.join(" "),
      extra: extra && formOf(extra),
      block: this.#block,
      popup: isPopup ? 1 : null,
    });
    const [url, state, expiresAt, block] = this.#ask(AUTHORIZE, this.#settings, wanted).split("\n");
    this.#block = block;
    return { url, state, expiresAt: Number(expiresAt) };
  }

  #recognise(url) {
    const address = parsed(url)?.href;
    const [kind, mark, state, key] = address ? this.#ask(RECOGNISE, this.#settings, address).split("\n") : [];
    return { url: address, isOurs: kind === "response", isStateless: kind === "stateless", isPopup: mark === "popup", state, key };
  }

  #sweep() {
    this.#ask(SWEEP);
  }

  /** The answer to an address that is no response. */
  #passOver({ isStateless }) {
    this.#sweep();
    if (isStateless && isDeveloping()) hintAtState();
    return null;
  }

  /** A code and all that belongs to it. What answers a login of this client is used up, and leaves the address bar. */
  #receive(url, keepUntil) {
    const answer = attempt(RECEIVE, this.#settings, url, this.#storage);
    const isFault = answer.startsWith("fault=");
    const said = new URLSearchParams(answer);
    if (!isFault || said.has("ours")) {
      keepUntil?.(Number(said.get("expires_at")) || undefined);
      this.#tidyAddress(said.get("state"));
    }
    // Not before: an answer that comes too late is to be told so, not to find nothing.
    this.#sweep();
    if (isFault) throw errorOf(answer);
    return codeOf(said);
  }

  /** The grant, or null once a response was brought to the page that opened this window. */
  async #answer({ url, isPopup, state }, keepUntil) {
    // A code must not be spent on a page that may never be shown.
    if (isPrerendered()) await activation();
    const { handOver, closeWindow } = await loadFinish();
    if (!isPopup || !(await handOver(state, url))) {
      return this.#recognise(url).isOurs ? this.#exchange(url, keepUntil) : null;
    }
    keepUntil(Infinity);
    try {
      // A copy of the transaction, which this window may have, must not be good for a second exchange.
      this.#receive(url);
    } catch {
      // It has none.
    }
    await closeWindow();
    return null;
  }

  async #exchange(url, keepUntil) {
    const finish = await this.#second();
    return finish.exchange(this.#receive(url, keepUntil));
  }

  /** Takes an answered response out of the address bar; the page's own parts and entry state stay. */
  #tidyAddress(state) {
    const url = globalThis.location && ask(WITHOUT, state, location.href);
    try {
      if (url) history.replaceState(history.state, "", url);
    } catch {
      // A document that may not rewrite its address keeps it. The transaction is used up all the same.
    }
  }
}

/** A client of netID. */
export class NetidClient extends Client {
  constructor(options) {
    super("netid", options);
    const center = async () => (await Client.secondOf(this)).permissions();
    this.permissions = {
      async read(options) {
        const wanted = optionsOf(options, ASK);
        return (await center()).read(wanted);
      },
      async write(settings, options) {
        const [decided, wanted] = [optionsOf(settings, DECISION), optionsOf(options, WRITE)];
        return (await center()).write(decided, wanted);
      },
    };
  }
}

/** API's `AuthorizationCode`. */
function codeOf(said) {
  return {
    code: said.get("code"),
    state: said.get("state"),
    codeVerifier: said.get("code_verifier"),
    nonce: said.get("nonce"),
    redirectUri: said.get("redirect_uri"),
    appState: jsonOf(said.get("app_state")),
    flow: said.get("flow"),
    scope: said.get("scope").split(" "),
    maxAge: said.has("max_age") ? Number(said.get("max_age")) : null,
  };
}

function isDeveloping() {
  const { protocol, hostname } = globalThis.location ?? {};
  return protocol === "http:" || isLoopback(hostname);
}

let hasHinted = false;

function hintAtState() {
  if (hasHinted) return;
  hasHinted = true;
  console.warn(
    "consentkey: this address has an `error` and no `state`. If it is your provider's, it refused the request before it " +
      "knew who asked: check client id, redirect URI and scope.",
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

import { ConsentKeyError } from "../shared/error.js";
import { TEXTS } from "./elements-texts.js";

/** On a server there are no elements, and yet this may be imported. */
const Element = globalThis.HTMLElement ?? class {};

const CONFIG = ["client-id", "redirect-uri", "tapp-id", "environment", "relay", "endpoints", "flow"];
const TEXT_ATTRIBUTES = ["lang", "label"];

const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** What both elements share: a client made from attributes, and a sign-in that ends in events. */
export class NetidElement extends Element {
  static observedAttributes = [...CONFIG, ...TEXT_ATTRIBUTES];

  #options = {};
  #made;
  #client;
  #abort;
  #turn;

  /** Shows the shadow tree that `markup` says, once. */
  connectedCallback() {
    if (!this.shadowRoot) {
      const { markup, css, delegatesFocus } = this.constructor;
      const root = this.attachShadow({ mode: "open", delegatesFocus });
      root.innerHTML = markup;
      style(root, css);
      this.begin(root);
    }
    this.translate(this.shadowRoot);
    this.#start();
    const kept = this.getAttribute("clicked");
    this.removeAttribute("clicked");
    if (kept !== null) this.clicked(kept);
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  attributeChangedCallback(name) {
    if (!this.shadowRoot || !this.isConnected) return;
    if (TEXT_ATTRIBUTES.includes(name)) return this.translate(this.shadowRoot);
    this.#forget();
    this.#start();
  }

  get options() {
    return this.#options;
  }

  set options(options) {
    this.#options = options;
    this.#forget();
    if (this.isConnected) this.#start();
  }

  /** The language of the texts: the nearest one that is said, German in case of doubt. */
  get language() {
    return /^en\b/i.test(this.closest("[lang]")?.lang) ? "en" : "de";
  }

  get texts() {
    return TEXTS[this.language];
  }

  /** The client, made once, and with it the rest of the package loaded. A failure is forgotten, for the next click. */
  client() {
    if (!this.#made) {
      const made = (this.#made = this.#make());
      const isLatest = () => this.#made === made;
      made.then(
        (client) => isLatest() && (this.#client = client),
        () => isLatest() && this.#forget(),
      );
    }
    return this.#made;
  }

  #forget() {
    this.#made = this.#client = undefined;
  }

  async #make() {
    const { createNetidClient } = await load();
    const given = CONFIG.filter((name) => this.hasAttribute(name)).map((name) => [camelCase(name), this.getAttribute(name)]);
    const { endpoints, ...attributes } = Object.fromEntries(given);
    const parsed = endpoints && { endpoints: parse(endpoints) };
    return createNetidClient({ flow: this.constructor.flow, ...attributes, ...parsed, ...this.#options });
  }

  /** Makes ready before the first click, since a window opens within a click only, and takes the answer of a redirect. */
  async #start() {
    const turn = (this.#turn = {});
    // Attributes come one by one.
    await null;
    if (turn !== this.#turn) return;
    // At an address that may be an answer there is nothing to ask yet.
    const isAnswering = new URLSearchParams(location.search).has("state");
    if (!isAnswering) this.settled();
    try {
      const grant = await (await this.client()).handleRedirect();
      if (grant && this.#isOwn(grant)) return await this.granted(grant);
    } catch (error) {
      if (!error.appState || this.#isOwn(error)) this.failed(error);
    }
    if (isAnswering) this.settled();
  }

  /** Several elements of a page hear of the same answer. */
  #isOwn({ appState }) {
    return appState?.element === this.localName && appState.id === this.id;
  }

  /** Called in a click, in which the window opens where the rest of the package is there. */
  async signIn() {
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    const wanted = { uiLocales: this.language, appState: { element: this.localName, id: this.id } };
    try {
      const grant = this.#client ? await this.#answer(this.#client, wanted, signal) : await this.#answer(await this.client(), wanted, signal);
      if (grant) await this.granted(grant);
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    }
  }

  async #answer(client, wanted, signal) {
    if (this.getAttribute("mode") === "redirect") return client.redirect(wanted);
    try {
      return await client.popup({ ...wanted, signal });
    } catch (error) {
      // No window, in an app or because the click is too long ago; or an answer that comes to another origin.
      // What else is wrong with the options, redirect() says as well.
      if (!["popup_blocked", "config_invalid"].includes(error.code)) throw error;
      return client.redirect(wanted);
    }
  }

  /** A sign-in is over without a grant. */
  failed(error) {
    const { code, message } = error;
    if (code === "access_denied") return this.refused(error);
    if (code === "config_invalid") console.warn(`<${this.localName}>: ${message}`);
    this.tell("error", { error, grant: null });
    // Who closed the window knows.
    if (code !== "popup_closed") this.complain();
  }

  refused(error) {
    this.tell("refusal", { error });
  }

  complain() {}
  settled() {}

  tell(what, detail) {
    this.dispatchEvent(new CustomEvent(`netid-${what}`, { bubbles: true, composed: true, detail }));
  }
}

/** The rest of the package, which is in the same folder. */
async function load() {
  try {
    return await import("./index.js");
  } catch {
    throw new ConsentKeyError("network", "The rest of consentkey can't be loaded: serve the files of `dist` side by side.");
  }
}

function parse(endpoints) {
  try {
    return JSON.parse(endpoints);
  } catch {
    throw new ConsentKeyError("config_invalid", "The attribute `endpoints` must be JSON.");
  }
}

/** In a way that a Content-Security-Policy without inline styles allows, where the browser has it. */
function style(root, css) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(Object.assign(document.createElement("style"), { textContent: css }));
  }
}

import { NetidElement } from "./elements-base.js";
import { BUTTON, LAYER } from "./elements-style.js";

const KEY = "consentkey.permission";

/** In milliseconds. */
const DAY = 24 * 60 * 60 * 1000;

/** How long a refusal keeps the layer quiet, in days. */
const MUTE = 30;

/** netID's permission layer: asks once, keeps a consent with netID, and takes a refusal for an answer. */
export class NetidPermission extends NetidElement {
  static flow = "permission";
  static css = BUTTON + LAYER;
  static markup = `<dialog part="layer" aria-labelledby="headline" aria-describedby="text"><slot name="logo"></slot>
<h2 id="headline" part="headline" tabindex="-1" autofocus><slot name="headline"></slot></h2>
<div id="text" part="text"><slot><p></p></slot><p part="closing"></p></div><p part="problem" role="alert"></p>
<div part="actions"><button type="button" part="refuse" value="refuse"></button><button type="button" part="grant" class="netid"></button></div></dialog>`;

  #dialog;
  #isDecided = false;

  begin(root) {
    this.#dialog = root.querySelector("dialog");
    root.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) this.clicked(button.value);
    });
  }

  translate(root) {
    this.#dialog.lang = this.language;
    const places = { headline: "h2 slot", own: "slot p", closing: "[part=closing]", refuse: "[part=refuse]", grant: "[part=grant]" };
    for (const [name, place] of Object.entries(places)) root.querySelector(place).textContent = this.texts[name];
  }

  /** Nothing more is to be expected of the address, so whoever has not decided is asked. */
  settled() {
    if (!this.hasAttribute("manual") && !this.#isDecided && this.isUndecided) this.show();
  }

  get isUndecided() {
    const { idconsent, at } = recall()[this.#name] ?? {};
    const muted = Number(this.getAttribute("mute-days") ?? MUTE) * DAY;
    const age = Date.now() - at;
    return idconsent !== "VALID" && !(idconsent === "INVALID" && age >= 0 && age < muted);
  }

  show() {
    if (this.#dialog?.isConnected && !this.#dialog.open) this.#dialog.showModal();
  }

  hide() {
    this.#dialog?.close();
  }

  clicked(choice) {
    this.complain("");
    return choice === "refuse" ? this.#refuse() : this.signIn();
  }

  complain(text = this.texts.problem) {
    this.shadowRoot.querySelector("[part=problem]").textContent = text;
  }

  async granted(grant) {
    this.#decide("VALID");
    const tcString = this.tcString ?? this.getAttribute("tc-string");
    let identifiers = null;
    let failure;
    try {
      const { permissions } = await this.client();
      identifiers = await permissions.write({ idconsent: "VALID", ...(tcString && { iabTcString: tcString }) });
    } catch (error) {
      failure = error;
    }
    this.tell("grant", { grant, identifiers });
    if (failure) this.tell("error", { error: failure, grant });
  }

  refused(error) {
    this.#decide("INVALID");
    super.refused(error);
  }

  /** A refusal withdraws what may be stored. Where nobody is signed in there is nothing to withdraw. */
  async #refuse() {
    this.refused(null);
    try {
      const { permissions } = await this.client();
      await permissions.write({ idconsent: "INVALID" });
    } catch (error) {
      const isNobody = error.statusCode === "NO_TPID" || /^grant_/.test(error.code);
      if (!isNobody) this.tell("error", { error, grant: null });
    }
  }

  #decide(idconsent) {
    this.#isDecided = true;
    const decisions = { ...recall(), [this.#name]: { idconsent, at: Date.now() } };
    try {
      localStorage.setItem(KEY, JSON.stringify(decisions));
    } catch {
      // Asked again on the next page.
    }
    this.hide();
  }

  get #name() {
    return this.options.clientId ?? this.getAttribute("client-id");
  }
}

/** What was decided, by client. */
function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

import { NetidElement } from "./elements-base.js";
import { BUTTON, SIZES } from "./elements-style.js";
import { LABELS, TEXTS } from "./elements-texts.js";

/** netID's button: a click signs in. */
export class NetidButton extends NetidElement {
  static flow = "login";
  static delegatesFocus = true;
  static css = BUTTON + SIZES;
  static markup = '<button type="button" part="button" class="netid"><slot name="logo"></slot><span part="label"></span></button>';

  begin() {
    // Of the element as a whole, so that its own click() is one too.
    this.addEventListener("click", () => this.clicked());
  }

  translate(root) {
    const label = this.getAttribute("label");
    const index = Math.max(LABELS.indexOf(label), TEXTS.de.labels.indexOf(label), 0);
    const text = root.querySelector("span");
    text.lang = this.language;
    text.textContent = this.texts.labels[index];
  }

  async clicked() {
    const button = this.shadowRoot.querySelector("button");
    button.ariaBusy = "true";
    await this.signIn();
    button.ariaBusy = null;
  }

  granted(grant) {
    this.tell("grant", { grant, identifiers: null });
  }
}

/** How long after a request's failure the browser may tell that the page's policy was the reason, in milliseconds. */
const GRACE = 50;

/** Notes what the page's Content-Security-Policy blocks. */
export class PolicyWatch {
  #blocked = [];
  #target = globalThis.document ?? globalThis;
  #note = ({ disposition, blockedURI, effectiveDirective }) => {
    if (disposition !== "report") this.#blocked.push({ origin: originOf(blockedURI), directive: effectiveDirective });
  };

  constructor() {
    this.#target.addEventListener?.("securitypolicyviolation", this.#note);
  }

  /** The directive that kept a request from being sent, which has failed just now; undefined where none did. */
  async directiveAgainst(url) {
    const find = () => this.#blocked.find(({ origin }) => origin === originOf(url))?.directive;
    if (globalThis.location && !find()) await new Promise((resolve) => setTimeout(resolve, GRACE));
    return find();
  }

  end() {
    this.#target.removeEventListener?.("securitypolicyviolation", this.#note);
  }
}

function originOf(url) {
  try {
    return new URL(url).origin;
  } catch {
    // "inline", "eval" and the like.
    return undefined;
  }
}

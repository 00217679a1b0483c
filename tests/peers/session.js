import { CLIENT_ID } from "./provider.js";

/** The sign-ins of one client, in one page. */
export class Session {
  /** Kinds of secrets that an error of this session held. */
  shown = new Set();
  /** The last error: code or message, and the `reason` of consentkey's. */
  error;

  /**
   * @param {import("playwright-core").Page} page one with the client in it
   * @param {Awaited<ReturnType<typeof import("./provider.js").startProvider>>} provider
   * @param {(host?: string) => Promise<import("playwright-core").Page>} openPage opens another such page
   */
  constructor(page, provider, openPage) {
    this.page = page;
    this.provider = provider;
    this.openPage = openPage;
  }

  /** Sets up an issuer for a row. */
  open({ misbehaviour } = {}) {
    this.error = undefined;
    return this.provider.open(misbehaviour);
  }

  /** Does `work` with another page of the client, on a host of that name. */
  async inPage(host, work) {
    const page = await this.openPage(host);
    const other = new Session(page, this.provider);
    other.shown = this.shown;
    try {
      return await work(other);
    } finally {
      this.error = other.error;
      await page.close();
    }
  }

  /** A whole sign-in at an issuer; what comes of it, and the kinds of secrets in its error. */
  async run(row, issuer = this.open(row)) {
    const started = await this.start(issuer, row);
    if (started.outcome) return started;
    return this.finish(issuer, row, await this.answer(started.url));
  }

  /** What the click on "Sign in" does. */
  start(issuer, row) {
    return this.#ask("start", issuer, row);
  }

  /** What the page does with the response. */
  finish(issuer, row, url) {
    return this.#ask("finish", issuer, row, url);
  }

  /** What two parts of the page do with the response, each without knowing of the other. */
  async finishTwice(issuer, row, url) {
    await this.page.evaluate(([options, value]) => globalThis.peer.finishTwice(options, value), [this.#options(issuer, row), url]);
  }

  /** Goes to the provider, as the browser would, until it sends back to the page. */
  async answer(url) {
    let address = url;
    while (new URL(address).origin !== this.#origin) {
      const response = await fetch(this.#reachable(address), { redirect: "manual" });
      address = response.headers.get("location");
    }
    return address;
  }

  /** Empties the page's storage. */
  forget() {
    return this.page.evaluate("peer.forget()");
  }

  /** What the page's storage holds, by place. */
  stored() {
    return this.page.evaluate("peer.stored()");
  }

  get #origin() {
    return new URL(this.page.url()).origin;
  }

  /** An address at which the provider answers to this process. */
  #reachable(address) {
    const { pathname, search } = new URL(address);
    return `${this.provider.origin}${pathname}${search}`;
  }

  #options(issuer, { options }) {
    const { origin, pathname } = new URL(this.page.url());
    return { issuer: issuer.id, clientId: CLIENT_ID, redirectUri: `${origin}${pathname}`, scope: "openid", ...options };
  }

  async #ask(step, issuer, row, ...values) {
    const call = [step, this.#options(issuer, row), ...values];
    const answer = await this.page.evaluate(([name, ...rest]) => globalThis.peer[name](...rest), call);
    if (answer.outcome !== "refused") return answer;
    const { why, reason, shown } = answer;
    this.error = { why, code: reason ? `${why} ${reason}` : why };
    const shows = Object.keys(issuer.secrets).filter((kind) => issuer.secrets[kind].some((secret) => shown.includes(secret)));
    if (!row.isEcho) for (const kind of shows) this.shown.add(kind);
    return { ...answer, shows };
  }
}

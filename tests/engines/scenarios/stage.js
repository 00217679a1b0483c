// What the scenarios are played on.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { until } from "../../lib/engines/poll.js";
import { bannerPage, callbackPage } from "../../lib/pages.js";
import { serveSite } from "../../lib/site.js";

// Asked for every time, since the sandbox does not ask those again who said yes before.
export const SIGN_IN = { prompt: "consent" };

/** Answers the provider's questions in a window on its way there. */
export async function answer(provider, choice = "Allow") {
  await provider.click("Mia Sommer");
  await provider.click(choice);
}

/** What came of a page's sign-in, once it is known: `{ grant }` or `{ code }`. */
export async function outcomeOf(window) {
  await window.waitFor("globalThis.outcome");
  return window.evaluate("outcome");
}

/** A page, the local netID, and for each test of the enclosing `describe` one window of a browser without a past. */
export class Stage {
  /** Bodies of the site's pages, by path, and what is sent with them. Forgotten after each test. */
  pages = {};
  headers = {};
  site;
  sandbox;
  session;
  window;

  /** @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines */
  constructor(browser) {
    before(async () => {
      this.site = await serveSite("127.0.0.1", this);
      const redirectUris = ["/", "/?edition=evening", "/callback"].map((path) => this.site.origin + path);
      this.sandbox = await startSandbox({ port: 0, redirectUris });
    });
    after(() => Promise.all([this.site?.close(), this.sandbox?.close()]));
    beforeEach(async () => {
      this.session = await browser.newSession();
      this.window = await this.session.open();
    });
    afterEach(async () => {
      for (const kept of [this.pages, this.headers]) Object.keys(kept).forEach((key) => delete kept[key]);
      await this.session?.close();
      assert.deepEqual(this.session?.errors, [], "uncaught errors of the pages");
    });
  }

  optionsOf(more) {
    return { clientId: "demo-rs256", redirectUri: `${this.site.origin}/`, endpoints: this.sandbox.endpoints, ...more };
  }

  /** Shows a page with the buttons "Leave" and "Open". The provider sends the user back to it after "Leave". */
  async showBanner(more) {
    this.pages["/"] = bannerPage(this.optionsOf(more), SIGN_IN);
    await this.window.goto(`${this.site.origin}/`);
    await this.window.waitFor("globalThis.client");
  }

  /** Shows the same with a page of its own for what the popup comes back to. */
  async showPopupBanner(more) {
    const options = { redirectUri: `${this.site.origin}/callback`, ...more };
    this.pages["/callback"] = callbackPage(this.optionsOf(options));
    await this.showBanner(options);
  }

  /** Clicks "Open" and answers the window that opens. */
  openPopup() {
    return this.session.openedBy(() => this.window.click("Open"));
  }

  /** What came of the sign-in that left the page. */
  async back() {
    await this.window.waitForUrl(({ origin }) => origin === this.site.origin);
    return this.outcome();
  }

  outcome() {
    return outcomeOf(this.window);
  }

  onlyOneWindowIsLeft() {
    return until("one window only", async () => (await this.session.count()) === 1);
  }
}

/** Takes the storage away from the page in a window, as a browser does that is told to block it. */
export function refuseStorage(window) {
  return window.evaluate(
    `void Object.defineProperty(globalThis, "sessionStorage", { get() { throw new DOMException("no", "SecurityError"); } })`,
  );
}

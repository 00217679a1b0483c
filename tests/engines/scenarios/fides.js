// Fides, an open CMP with a banner of its own, and the Permission Center in step.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { inspectTcString } from "consentkey/tcf";
import { startSandbox } from "consentkey-sandbox";
import { until } from "../../lib/engines/poll.js";
import { PURPOSES, fidesPage } from "../../lib/fides-page.js";
import { bannerPage, callbackPage } from "../../lib/pages.js";
import { serveSite } from "../../lib/site.js";
import { SIGN_IN, answer, outcomeOf } from "./stage.js";

const ACCEPT = "fides-accept-all-button";
const REFUSE = "fides-reject-all-button";

/** What Firefox calls an error: Fides tries its cookie on ever longer parts of the host, which has no domain. */
const SEARCH_FOR_DOMAIN = "rejected for invalid domain";

/** @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines */
export function testFides(browser) {
  describe("connectTcf() with Fides", () => {
    const pages = {};
    let site, sandbox, device, errors;

    beforeEach(async () => {
      site = await serveSite("127.0.0.1", { pages });
      const redirectUri = `${site.origin}/callback`;
      sandbox = await startSandbox({ port: 0, redirectUris: [redirectUri] });
      const options = { clientId: "demo-rs256", redirectUri, endpoints: sandbox.endpoints };
      pages["/"] = bannerPage(options, SIGN_IN) + (await fidesPage());
      pages["/callback"] = callbackPage(options);
      errors = [];
    });
    afterEach(async () => {
      await device?.session.close();
      device = undefined;
      await Promise.all([site?.close(), sandbox?.close()]);
      assert.deepEqual(errors.filter((error) => !error.includes(SEARCH_FOR_DOMAIN)), [], "uncaught errors of the pages");
    });

    /** A browser without a past, on the page. WebKit has one at a time. */
    async function newDevice({ isSignedIn = true } = {}) {
      await device?.session.close();
      const session = await browser.newSession();
      ({ errors } = session);
      device = new Device(session, await session.open(), site.origin);
      await device.visit();
      if (isSignedIn) await device.signIn();
      await device.start();
    }

    const written = () => sandbox.permissionCenter.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body).iab_tc_string);

    test("what the visitor accepts in its banner is stored as it is, once, and the next page asks nobody", async () => {
      await newDevice();
      await device.click(ACCEPT);
      const accepted = await device.stored(written, 1);
      assert.deepEqual([purposesOf(accepted), await device.own()], [PURPOSES, accepted]);
      await device.visit();
      await device.start();
      await device.hears("tcloaded");
      await device.flush();
      assert.deepEqual([written(), await device.events()], [[accepted], { injected: [], errors: [] }]);
    });

    test("a refusal is stored as it is, and what is decided later takes its place", async () => {
      await newDevice();
      await device.click(REFUSE);
      const refused = await device.stored(written, 1);
      assert.deepEqual([purposesOf(refused), await device.own()], [[], refused]);
      const accepted = await device.decideAnew(ACCEPT, written, 2);
      assert.deepEqual([purposesOf(accepted), written()], [PURPOSES, [refused, accepted]]);
    });

    test("what one device stored takes the banner away on the next, is not stored again, and can be changed", async () => {
      await newDevice();
      await device.click(ACCEPT);
      const first = await device.stored(written, 1);
      await newDevice();
      await device.takesOver(first);
      await device.flush();
      assert.deepEqual([written(), await device.events()], [[first], { injected: [first], errors: [] }]);
      const second = await device.decideAnew(REFUSE, written, 2);
      assert.deepEqual([purposesOf(second), await device.own(), written()], [[], second, [first, second]]);
    });

    test("what another device decided since takes the place of what Fides has kept here", async () => {
      await newDevice();
      await device.click(REFUSE);
      const refused = await device.stored(written, 1);
      const accepted = await device.decideAnew(ACCEPT, written, 2);
      // As another device does, and as on the next day.
      await device.window.evaluate(`client.permissions.write({ iabTcString: "${refused}" }).then(() => localStorage.removeItem("consentkey.tcf"))`);
      await device.visit();
      await device.start();
      await device.takesOver(refused);
      await device.flush();
      assert.deepEqual([written(), await device.events()], [[refused, accepted, refused], { injected: [refused], errors: [] }]);
    });

    test("a decision waits over page loads until somebody is signed in", async () => {
      await newDevice({ isSignedIn: false });
      await device.click(REFUSE);
      await device.hears("useractioncomplete");
      await device.flush();
      const refused = await device.own();
      const attempts = written();
      assert.deepEqual(attempts.filter((tcString) => tcString !== refused), []);
      await device.visit();
      await device.signIn();
      await device.start();
      assert.equal(await device.stored(written, attempts.length + 1), refused);
      assert.deepEqual(await device.events(), { injected: [], errors: [] });
    });
  });
}

const purposesOf = (tcString) => inspectTcString(tcString).purposeConsents;

class Device {
  constructor(session, window, origin) {
    Object.assign(this, { session, window, origin });
  }

  async visit() {
    await this.window.goto(`${this.origin}/`);
    await this.window.waitFor("Boolean(globalThis.client && globalThis.connectFides)");
  }

  async signIn() {
    await answer(await this.session.openedBy(() => this.window.click("Open")));
    await outcomeOf(this.window);
  }

  /** The CMP and the connection, which come in no certain order. */
  start() {
    return this.window.evaluate(`(async () => {
      connectFides();
      await startFides();
      events.heard = [];
      __tcfapi("addEventListener", 2, ({ eventStatus }) => events.heard.push(eventStatus));
    })()`);
  }

  /** Clicks the button of this class on the banner or in the dialogue, once it has come to rest where a user can. */
  click(className) {
    return this.window.clickWhat(`Array.from(document.getAnimations().length > 0 ? [] : document.querySelectorAll(".${className}")).find((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2)) && width > 0;
    })`);
  }

  /** The TC string that Fides has. */
  own() {
    return this.window.evaluate('Fides.fides_string.split(",")[0]');
  }

  events() {
    return this.window.evaluate("({ injected: events.injected, errors: events.errors })");
  }

  /** What has been stored last, once so many decisions have been, and no more of them. */
  async stored(written, count) {
    await until("a stored decision", () => written().length >= count);
    await this.flush();
    assert.equal(written().length, count);
    return written().at(-1);
  }

  /** Until nothing is left to be stored. */
  flush() {
    return this.window.evaluate("connection.flush()");
  }

  /** A decision in the dialogue that the page opens again. */
  async decideAnew(className, written, count) {
    await this.window.evaluate("void Fides.showModal()");
    await this.click(className);
    return this.stored(written, count);
  }

  hears(eventStatus) {
    return this.window.waitFor(`events.heard.includes("${eventStatus}")`);
  }

  /** Until Fides has the TC string for its own, and asks nothing. */
  async takesOver(tcString) {
    await this.window.waitFor(`Fides.fides_string?.split(",")[0] === "${tcString}"`);
    await this.window.waitFor("!document.querySelector('#fides-banner')?.checkVisibility({ visibilityProperty: true })");
    // A banner comes back a moment later where Fides wants to ask anew.
    assert.equal(await this.window.evaluate("Fides.shouldShowExperience()"), false);
  }
}

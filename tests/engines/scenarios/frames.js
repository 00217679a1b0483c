// A banner in a frame on another site's page, whose storage browsers keep apart or refuse.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { callbackPage, framedPage, framingPage } from "../../lib/pages.js";
import { serveSite } from "../../lib/site.js";

const SIGN_IN = { prompt: "consent" };

/**
 * @param {"refused" | "kept apart"} storage what the engine does with such a frame's
 * @param {() => Promise<object>} launch of one of tests/lib/engines
 */
export function testFrames(storage, launch) {
  describe(`a frame on another site's page, its storage ${storage},`, () => {
    const bannerPages = {};
    const publisherPages = {};
    let browser, banner, publisher, sandbox, session, window;

    before(async () => {
      [browser, banner, publisher] = await Promise.all([
        launch(),
        serveSite("127.0.0.1", { pages: bannerPages }),
        serveSite("localhost", { pages: publisherPages }),
      ]);
      sandbox = await startSandbox({ port: 0, redirectUris: [`${banner.origin}/callback`] });
      const options = { clientId: "demo-rs256", redirectUri: `${banner.origin}/callback`, endpoints: sandbox.endpoints };
      bannerPages["/callback"] = callbackPage(options);
      for (const method of ["popup", "redirect"]) {
        bannerPages[`/${method}`] = framedPage(options, method, SIGN_IN);
        publisherPages[`/${method}`] = framingPage(`${banner.origin}/${method}`);
      }
    });
    after(() => Promise.all([browser?.close(), banner?.close(), publisher?.close(), sandbox?.close()]));
    beforeEach(async () => {
      session = await browser.newSession();
      window = await session.open();
    });
    afterEach(() => session?.close());

    async function show(path) {
      await window.goto(publisher.origin + path);
      await window.waitFor("told.includes('ready')");
    }

    async function answer(provider) {
      await provider.click("Mia Sommer");
      await provider.click("Allow");
    }

    test("signs in by popup", async () => {
      await show("/popup");
      const popup = await session.openedBy(() => window.clickFrame());
      await answer(popup);
      await window.waitFor("told.length > 1");
      const [, { grant, code }] = await window.evaluate("told");
      assert.deepEqual([code, grant?.scope], [undefined, ["permission_management"]]);
    });

    if (storage === "refused") {
      test("gets a code for a redirect", async () => {
        await show("/redirect");
        await window.clickFrame();
        await window.waitFor("told.length > 1");
        assert.deepEqual(await window.evaluate("told[1]"), { code: "storage_unavailable" });
      });
    } else {
      test("leaves by redirect to a page that can't know its sign-in", async () => {
        await show("/redirect");
        await window.clickFrame();
        await answer(window);
        await window.waitForUrl(({ origin }) => origin === banner.origin);
        await window.waitFor("globalThis.outcome");
        assert.equal((await window.evaluate("outcome")).code, "state_unknown");
      });
    }
  });
}

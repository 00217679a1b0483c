// Signing in by redirect and by popup, against the local netID.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { bannerPage, callbackPage } from "../../lib/pages.js";
import { serveSite } from "../../lib/site.js";

// Asked for every time, since the sandbox does not ask those again who said yes before.
const SIGN_IN = { prompt: "consent" };

/** @param {{ launch: () => Promise<object> }} engine one of tests/lib/engines */
export function testSignIn(engine) {
  describe("a sign-in", () => {
    const pages = {};
    const isolatedPages = {};
    let browser, site, isolated, sandbox, session, window;

    before(async () => {
      [browser, site, isolated] = await Promise.all([
        engine.launch(),
        serveSite("127.0.0.1", { pages }),
        serveSite("127.0.0.1", { pages: isolatedPages, headers: { "Cross-Origin-Opener-Policy": "same-origin" } }),
      ]);
      const redirectUris = [site, isolated].flatMap(({ origin }) => [`${origin}/`, `${origin}/callback`]);
      sandbox = await startSandbox({ port: 0, redirectUris });
      Object.assign(pages, pagesOf(site.origin));
      Object.assign(isolatedPages, pagesOf(isolated.origin));
    });
    after(() => Promise.all([browser?.close(), site?.close(), isolated?.close(), sandbox?.close()]));
    beforeEach(async () => {
      session = await browser.newSession();
      window = await session.open();
    });
    afterEach(() => session?.close());

    function pagesOf(origin) {
      const optionsOf = (path, more) => ({
        clientId: "demo-rs256",
        redirectUri: origin + path,
        endpoints: sandbox.endpoints,
        ...more,
      });
      const found = { "/callback": callbackPage(optionsOf("/callback")), "/popup": bannerPage(optionsOf("/callback"), SIGN_IN) };
      for (const flow of ["permission", "login", "loginPermission"]) {
        found[`/${flow}`] = bannerPage(optionsOf("/", { flow }), SIGN_IN);
      }
      return found;
    }

    /** Opens a page, which is also what the provider sends the user back to. */
    async function show(path, origin = site.origin) {
      pages["/"] = pages[path];
      await window.goto(origin + path);
      await window.waitFor("globalThis.client");
    }

    async function answer(provider, choice = "Allow") {
      await provider.click("Mia Sommer");
      await provider.click(choice);
    }

    const outcome = async (of = window) => {
      await of.waitFor("globalThis.outcome");
      return of.evaluate("outcome");
    };

    async function back() {
      await window.waitForUrl(({ origin }) => origin === site.origin);
      return outcome();
    }

    for (const [flow, scope, signsIn] of [
      ["permission", ["permission_management"], false],
      ["login", ["openid"], true],
      ["loginPermission", ["openid", "permission_management"], true],
    ]) {
      test(`a redirect in flow "${flow}" ends with a grant and a clean address`, async () => {
        await show(`/${flow}`);
        await window.click("Leave");
        await answer(window);
        const { grant, code, reason } = await back();
        assert.deepEqual([code, reason, grant?.scope.sort()], [undefined, undefined, scope]);
        assert.equal(grant.claims !== null, signsIn);
        assert.equal(grant.permissionToken !== null, flow !== "login");
        assert.equal(await window.url(), `${site.origin}/`);
      });
    }

    for (const clientId of ["demo-es256", "demo-ps256", "demo-eddsa"]) {
      test(`the ID token of ${clientId} is verified`, async () => {
        pages["/algorithm"] = bannerPage({ clientId, redirectUri: `${site.origin}/`, endpoints: sandbox.endpoints, flow: "login" }, SIGN_IN);
        await show("/algorithm");
        await window.click("Leave");
        await answer(window);
        const { grant, code, reason } = await back();
        assert.deepEqual([code, reason, typeof grant?.claims.sub], [undefined, undefined, "string"]);
      });
    }

    test("a refusal is access_denied, and a reload of it nothing new", async () => {
      await show("/permission");
      await window.click("Leave");
      await answer(window, "Refuse");
      assert.equal((await back()).code, "access_denied");
      await window.goto(await window.url());
      assert.deepEqual(await outcome(), { grant: null });
    });

    test("a popup brings its grant to the page and closes", async () => {
      await show("/popup");
      const popup = await session.openedBy(() => window.click("Open"));
      await answer(popup);
      const { grant, code } = await outcome();
      assert.deepEqual([code, grant?.scope], [undefined, ["permission_management"]]);
      assert.equal(await window.url(), `${site.origin}/popup`);
      await untilOneWindow();
    });

    test("a refusal in the popup is the page's", async () => {
      await show("/popup");
      const popup = await session.openedBy(() => window.click("Open"));
      await answer(popup, "Refuse");
      assert.equal((await outcome()).code, "access_denied");
    });

    test("closing the popup is noticed within a second", async () => {
      await show("/popup");
      const popup = await session.openedBy(() => window.click("Open"));
      await popup.waitForButton("Mia Sommer");
      const closing = Date.now();
      await popup.close();
      const { code, at } = await outcome();
      assert.equal(code, "popup_closed");
      assert.ok(at - closing < 1000, `${at - closing} ms`);
    });

    test("giving up closes the popup", async () => {
      await show("/popup");
      const popup = await session.openedBy(() => window.click("Open"));
      await popup.waitForButton("Mia Sommer");
      await window.evaluate("abort.abort()");
      assert.equal((await outcome()).code, "aborted");
      await untilOneWindow();
    });

    test("a page with a Cross-Origin-Opener-Policy gets its popup's grant", async () => {
      await show("/popup", isolated.origin);
      const popup = await session.openedBy(() => window.click("Open"));
      await answer(popup);
      const { grant, code } = await outcome();
      assert.deepEqual([code, grant?.scope], [undefined, ["permission_management"]]);
      await untilOneWindow();
    });

    test("a page that the browser refuses storage has a code for a redirect and memory for a popup", async () => {
      await show("/popup");
      await window.evaluate(`void Object.defineProperty(globalThis, "sessionStorage", { get() { throw new DOMException("no", "SecurityError"); } })`);
      await window.click("Leave");
      assert.equal((await outcome()).code, "storage_unavailable");
      const popup = await session.openedBy(() => window.click("Open"));
      await answer(popup);
      assert.deepEqual((await outcome()).grant?.scope, ["permission_management"]);
    });

    test("a user whose page is gone ends well in the popup", async () => {
      await show("/popup");
      const popup = await session.openedBy(() => window.click("Open"));
      await popup.click("Mia Sommer");
      await popup.waitForButton("Allow");
      await window.goto("about:blank");
      await popup.click("Allow");
      await popup.waitForUrl(({ origin }) => origin === site.origin);
      const { grant, code } = await outcome(popup);
      assert.deepEqual([code, grant?.scope], [undefined, ["permission_management"]]);
    });

    async function untilOneWindow() {
      const end = Date.now() + 10_000;
      while ((await session.count()) > 1) assert.ok(Date.now() < end, "the popup is still open");
    }
  });
}

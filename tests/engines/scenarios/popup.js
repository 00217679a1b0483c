// Signing in in a window of its own, against the local netID.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serveSite } from "../../lib/site.js";
import { answer, outcomeOf, refuseStorage, Stage } from "./stage.js";

const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin" };

// What a person's click does to the page behind, where a driven browser gives every page the focus.
const LOOK_AWAY = `void (() => {
  const { open } = globalThis;
  document.hasFocus = () => false;
  globalThis.open = (...values) => {
    setTimeout(() => dispatchEvent(new Event("blur")));
    return open(...values);
  };
})()`;

// The window in `popup`, and in `isJudged` whether the page went into what it means that this one looks closed.
const WATCH = `void (() => {
  const { open, fetch } = globalThis;
  const hasFocus = document.hasFocus.bind(document);
  globalThis.open = (...values) => (globalThis.popup = open(...values));
  document.hasFocus = () => (globalThis.isJudged = true) && hasFocus();
  globalThis.fetch = async (url, options) => {
    const response = await fetch(url, options);
    globalThis.isJudged ||= options?.method === "HEAD";
    return response;
  };
})()`;

/** @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines */
export function testPopup(browser) {
  describe("popup()", () => {
    const stage = new Stage(browser);

    /** Answers an open popup and expects its grant on the page. */
    async function expectGrant(popup) {
      await answer(popup);
      const { grant, code } = await stage.outcome();
      assert.deepEqual([code, grant?.scope], [undefined, ["permission_management"]]);
      await stage.onlyOneWindowIsLeft();
    }

    /** Opens a popup that looks closed to the page, and waits until the page knows better. */
    async function openCutOff() {
      await stage.window.evaluate(WATCH);
      const popup = await stage.openPopup();
      await stage.window.waitFor("popup.closed && globalThis.isJudged");
      return popup;
    }

    test("brings its grant to the page, which stays where it is, and closes", async () => {
      await stage.showPopupBanner();
      await stage.window.evaluate(`void (location.hash = "comments")`);
      await expectGrant(await stage.openPopup());
      assert.equal(await stage.window.url(), `${stage.site.origin}/#comments`);
    });

    test("a refusal in the popup is the page's", async () => {
      await stage.showPopupBanner();
      await answer(await stage.openPopup(), "Refuse");
      assert.equal((await stage.outcome()).code, "access_denied");
      await stage.onlyOneWindowIsLeft();
    });

    test("closing it is noticed within a second", async () => {
      await stage.showPopupBanner();
      await stage.window.evaluate(WATCH);
      const popup = await stage.openPopup();
      await popup.waitForButton("Mia Sommer");
      await stage.window.evaluate(`void (() => {
        const look = setInterval(() => {
          if (!popup.closed) return;
          globalThis.closedAt = Date.now();
          clearInterval(look);
        }, 10);
      })()`);
      await popup.close();
      const { code, at } = await stage.outcome();
      assert.equal(code, "popup_closed");
      const delay = at - (await stage.window.evaluate("closedAt"));
      assert.ok(delay < 1000, `${delay} ms`);
    });

    test("without a click the browser opens none, which has a code", async () => {
      // Told by the address, since a question to the page counts as a click in some drivers.
      stage.pages["/"] = `<script type="module">
        import { createNetidClient } from "/consentkey/index.js";
        const client = await createNetidClient(${JSON.stringify(stage.optionsOf())});
        client.popup().catch(({ code }) => (location.hash = code));
      </script>`;
      await stage.window.goto(`${stage.site.origin}/`);
      await stage.window.waitForUrl(({ hash }) => hash === "#popup_blocked");
      assert.doesNotMatch(await stage.window.evaluate("Object.values(sessionStorage).join()"), /code_verifier/);
    });

    test("giving up closes it", async () => {
      await stage.showPopupBanner();
      const popup = await stage.openPopup();
      await popup.waitForButton("Mia Sommer");
      await stage.window.evaluate("abort.abort()");
      assert.equal((await stage.outcome()).code, "aborted");
      await stage.onlyOneWindowIsLeft();
    });

    test("a page that its own Cross-Origin-Opener-Policy cuts off gets its grant", async () => {
      Object.assign(stage.headers, ISOLATED);
      await stage.showPopupBanner();
      await expectGrant(await openCutOff());
    });

    test("a page that the provider's Cross-Origin-Opener-Policy cuts off gets its grant", async (t) => {
      const pages = {};
      const entrance = await serveSite("127.0.0.1", { pages, headers: ISOLATED });
      t.after(() => entrance.close());
      const { authorization } = stage.sandbox.endpoints;
      pages["/"] = `<script>location.replace(${JSON.stringify(authorization)} + location.search)</script>`;
      await stage.showPopupBanner({ endpoints: { ...stage.sandbox.endpoints, authorization: `${entrance.origin}/` } });
      await stage.window.evaluate(LOOK_AWAY);
      await expectGrant(await openCutOff());
    });

    test("a page that is refused storage signs in all the same", async () => {
      await stage.showPopupBanner();
      await refuseStorage(stage.window);
      await expectGrant(await stage.openPopup());
    });

    test("two at a time each bring their own answer", async () => {
      await stage.showPopupBanner();
      const first = await stage.openPopup();
      await stage.window.evaluate("void (globalThis.firstOutcome = outcome)");
      const second = await stage.openPopup();
      await answer(second, "Refuse");
      assert.equal((await stage.outcome()).code, "access_denied");
      await first.click("Mia Sommer");
      await first.click("Allow");
      assert.deepEqual((await stage.window.evaluate("firstOutcome")).grant?.scope, ["permission_management"]);
      await stage.onlyOneWindowIsLeft();
    });

    test("a user whose page is gone ends well in the popup", async () => {
      await stage.showPopupBanner();
      const popup = await stage.openPopup();
      await popup.click("Mia Sommer");
      await popup.waitForButton("Allow");
      await stage.window.close();
      await popup.click("Allow");
      await popup.waitForUrl(({ origin }) => origin === stage.site.origin);
      const { grant, code } = await outcomeOf(popup);
      assert.deepEqual([code, grant?.scope], [undefined, ["permission_management"]]);
      assert.equal(await popup.url(), `${stage.site.origin}/callback`);
    });
  });
}

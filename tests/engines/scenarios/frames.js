// A banner in a frame on another site's page, whose storage browsers treat differently.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { callbackPage, framedPage, framingPage } from "../../lib/pages.js";
import { serveSite } from "../../lib/site.js";
import { answer, SIGN_IN, Stage } from "./stage.js";

/**
 * @param {"refused" | "kept apart" | "shared"} storage what the browser does with such a frame's
 * @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines
 */
export function testFrames(storage, browser) {
  describe(`in a frame on another site's page, its storage ${storage},`, () => {
    const stage = new Stage(browser);
    const publisherPages = {};
    let publisher;

    before(async () => {
      publisher = await serveSite("localhost", { pages: publisherPages });
    });
    after(() => publisher?.close());

    /** Shows a page around the banner's, whose click calls the client's method. */
    async function show(method) {
      const options = stage.optionsOf({ redirectUri: `${stage.site.origin}/callback` });
      stage.pages["/"] = framedPage(options, method, SIGN_IN);
      stage.pages["/callback"] = callbackPage(options);
      publisherPages["/"] = framingPage(`${stage.site.origin}/`);
      await stage.window.goto(`${publisher.origin}/`);
      await stage.window.waitFor("told.includes('ready')");
    }

    async function told() {
      await stage.window.waitFor("told.length > 1");
      return stage.window.evaluate("told[1]");
    }

    test("a popup brings its grant", async () => {
      await show("popup");
      await answer(await stage.session.openedBy(() => stage.window.clickFrame()));
      const { grant, code } = await told();
      assert.deepEqual([code, grant?.scope], [undefined, ["permission_management"]]);
      await stage.onlyOneWindowIsLeft();
    });

    if (storage === "refused") {
      test("a redirect has a code", async () => {
        await show("redirect");
        await stage.window.clickFrame();
        assert.deepEqual(await told(), { code: "storage_unavailable" });
      });
    } else {
      const code = storage === "shared" ? undefined : "state_unknown";
      test(`a redirect leaves with the whole page and ends with ${code ?? "a grant"}`, async () => {
        await show("redirect");
        await stage.window.clickFrame();
        await answer(stage.window);
        const outcome = await stage.back();
        assert.deepEqual([outcome.code, outcome.grant?.scope], [code, code ? undefined : ["permission_management"]]);
      });
    }
  });
}

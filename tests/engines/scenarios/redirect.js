// Signing in by redirect, against the local netID.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bannerPage } from "../../lib/pages.js";
import { answer, refuseStorage, SIGN_IN, Stage } from "./stage.js";

const FLOWS = [
  ["permission", ["permission_management"], false],
  ["login", ["openid"], true],
  ["loginPermission", ["openid", "permission_management"], true],
];

/** @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines */
export function testRedirect(browser) {
  describe("redirect()", () => {
    const stage = new Stage(browser);

    /** Leaves for the provider and comes back with its response. */
    async function signIn(choice) {
      await stage.window.click("Leave");
      await answer(stage.window, choice);
      return stage.back();
    }

    const responseUrl = () => stage.window.evaluate(`performance.getEntriesByType("navigation")[0].name`);
    const tokenRequests = () =>
      stage.window.evaluate(
        `performance.getEntriesByType("resource").filter(({ name }) => name === ${JSON.stringify(stage.sandbox.endpoints.token)}).length`,
      );

    for (const [flow, scope, signsIn] of FLOWS) {
      test(`flow "${flow}" ends with a grant and a clean address`, async () => {
        await stage.showBanner({ flow });
        const { grant, code, reason } = await signIn();
        assert.deepEqual([code, reason, grant?.scope.sort()], [undefined, undefined, scope]);
        assert.equal(grant.claims !== null, signsIn);
        assert.equal(grant.permissionToken !== null, flow !== "login");
        assert.equal(await stage.window.url(), `${stage.site.origin}/`);
      });
    }

    for (const clientId of ["demo-es256", "demo-ps256", "demo-eddsa"]) {
      test(`the ID token of ${clientId} is verified`, async () => {
        await stage.showBanner({ clientId, flow: "login" });
        const { grant, code, reason } = await signIn();
        assert.deepEqual([code, reason, typeof grant?.claims.sub], [undefined, undefined, "string"]);
      });
    }

    test("a signature of a kind that the browser lacks is not believed", async () => {
      await stage.showBanner({ clientId: "demo-eddsa", flow: "login" });
      stage.pages["/"] = `<script>
        crypto.subtle.importKey = () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
      </script>${stage.pages["/"]}`;
      const { code, reason } = await signIn();
      assert.deepEqual([code, reason], ["id_token_invalid", "signature"]);
    });

    test("a refusal is access_denied, and a reload of it nothing new", async () => {
      await stage.showBanner();
      assert.equal((await signIn("Refuse")).code, "access_denied");
      assert.equal(await stage.window.url(), `${stage.site.origin}/`);
      await stage.window.leave("location.reload()");
      assert.deepEqual(await stage.outcome(), { grant: null });
    });

    test("a response that was used makes no second token request", async () => {
      await stage.showBanner();
      assert.ok((await signIn()).grant);
      assert.equal(await tokenRequests(), 1);
      await stage.window.goto(await responseUrl());
      assert.equal((await stage.outcome()).code, "transaction_used");
      assert.equal(await tokenRequests(), 0);
      assert.equal(await stage.window.url(), `${stage.site.origin}/`);
    });

    test("the page's own query and fragment stay in the address", async () => {
      const redirectUri = `${stage.site.origin}/?edition=evening`;
      await stage.showBanner({ redirectUri });
      // No provider sends a fragment, but a page may have set one before it gets to the response.
      stage.pages["/"] = `<script>location.hash = "comments";</script>${bannerPage(stage.optionsOf({ redirectUri }), SIGN_IN)}`;
      assert.ok((await signIn()).grant);
      assert.equal(await stage.window.url(), `${redirectUri}#comments`);
    });

    test("a page that is refused storage has a code and lives on", async () => {
      await stage.showBanner();
      await refuseStorage(stage.window);
      await stage.window.click("Leave");
      assert.equal((await stage.outcome()).code, "storage_unavailable");
      assert.equal(await stage.window.evaluate("(() => { try { client.authorize(); } catch ({ code }) { return code; } })()"), "storage_unavailable");
      assert.equal(await stage.window.url(), `${stage.site.origin}/`);
    });
  });
}

// Signing in and signing with BankID, against the local one.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createBankidBackend } from "consentkey/server";
import { bannerPage, callbackPage } from "../../lib/pages.js";
import { Stage } from "./stage.js";

const USER = "Kari Nordmann";

/** @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines */
export function testBankid(browser) {
  describe("BankID", () => {
    const stage = new Stage(browser);

    const optionsOf = (more) => ({
      clientId: "demo-bank-page",
      redirectUri: `${stage.site.origin}/`,
      endpoints: { issuer: stage.sandbox.bankid.issuer },
      ...more,
    });

    async function show(options, signIn) {
      stage.pages["/"] = bannerPage(optionsOf(options), signIn, "createBankidClient");
      stage.pages["/callback"] = callbackPage(optionsOf(options), "createBankidClient");
      await stage.window.goto(`${stage.site.origin}/`);
      await stage.window.waitFor("globalThis.client");
    }

    /** The page of an order that is signed with one click. */
    async function leaveToSign() {
      const { issuer, clients } = stage.sandbox.bankid;
      const { clientId, clientSecret } = clients["demo-bank"];
      const { signdoc } = await createBankidBackend({ clientId, clientSecret, endpoints: { issuer } });
      const signProperties = { orderName: "My order", showConfirmation: false, showUnderstanding: false };
      const { signId } = await signdoc.create({ signProperties, documents: [{ text: "I agree." }] });
      await show({ clientId }, { signId });
      await stage.window.click("Leave");
      await stage.window.click(USER);
      return { signdoc, signId };
    }

    test("a sign-in by redirect ends with a grant, can be renewed, and its session ended", async () => {
      await show({ scope: "profile" });
      await stage.window.click("Leave");
      await stage.window.click(USER);
      const { grant, code, reason } = await stage.back();
      assert.deepEqual([code, reason, grant?.claims.given_name], [undefined, undefined, "Kari"]);
      const renewed = await stage.window.evaluate("client.refresh((await outcome).grant)");
      assert.equal(renewed.claims.sub, grant.claims.sub);
      assert.notEqual(renewed.accessToken.value, grant.accessToken.value);
      const { sub } = await stage.window.evaluate("client.userinfo((await outcome).grant)");
      assert.equal(sub, grant.claims.sub);
      await stage.window.leave("outcome.then(({ grant }) => client.endSession({ grant, postLogoutRedirectUri: location.href }))");
      await stage.window.waitFor("globalThis.client");
      await stage.window.click("Leave");
      await stage.window.waitForButton(USER);
    });

    test("a sign-in in a popup ends with a grant", async () => {
      await show({ redirectUri: `${stage.site.origin}/callback` });
      const popup = await stage.session.openedBy(() => stage.window.click("Open"));
      await popup.click(USER);
      const { grant, code } = await stage.outcome();
      assert.deepEqual([code, grant?.claims.sub], [undefined, "kari"]);
    });

    test("an order is signed in the page, and its result is there", async () => {
      const { signdoc, signId } = await leaveToSign();
      await stage.window.click("Sign");
      // The client has a secret, so the page's own exchange is refused: that is for its server.
      assert.equal((await stage.back()).code, "token_request_failed");
      assert.equal((await signdoc.status(signId)).orderState, "SIGN_COMPLETED");
      assert.equal((await signdoc.result(signId)).sdos.length, 1);
    });

    test("whoever cancels has signed nothing", async () => {
      const { signdoc, signId } = await leaveToSign();
      await stage.window.click("Cancel");
      assert.equal((await stage.back()).code, "access_denied");
      assert.notEqual((await signdoc.status(signId)).orderState, "SIGN_COMPLETED");
    });
  });
}

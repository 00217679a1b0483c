// What a page is told about why netID says no.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Stage, refuseStorage } from "./stage.js";

/** @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines */
export function testDiagnosis(browser) {
  describe("a diagnosis", () => {
    const stage = new Stage(browser);

    const diagnosis = () => stage.window.evaluate("client.diagnose()");
    /** What a browser says of requests that it blocks, which Firefox counts among a page's errors. */
    function passOverBlocked() {
      const { errors } = stage.session;
      for (const error of errors.splice(0)) assert.match(error, /Content-Security-Policy|Cross-Origin Request Blocked/);
    }

    const codes = async () => (await diagnosis()).map(({ code }) => code);

    test("finds nothing where all is well", async () => {
      await stage.showBanner({ flow: "login" });
      assert.deepEqual(await codes(), []);
    });

    test("tells that nobody is signed in", async () => {
      await stage.showBanner();
      assert.deepEqual(await codes(), ["not_signed_in"]);
    });

    test("tells a refused storage", async () => {
      await stage.showBanner({ flow: "login" });
      await refuseStorage(stage.window);
      assert.deepEqual(await codes(), ["storage_refused"]);
    });

    test("names the directive and the host that the page's policy blocks", async () => {
      const { host } = new URL(stage.sandbox.origin);
      await stage.showBanner();
      const meta = `<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">`;
      await stage.window.evaluate(`void document.head.insertAdjacentHTML("beforeend", ${JSON.stringify(meta)})`);
      const found = await diagnosis();
      assert.deepEqual([...new Set(found.map(({ code }) => code))], ["csp_blocked"]);
      for (const { message } of found) assert.ok(message.includes(`${host} (connect-src)`), message);
      passOverBlocked();
    });

    test("tells a clock that is wrong", async () => {
      await stage.showBanner({ flow: "login" });
      await stage.window.evaluate("void (({ now }) => (Date.now = () => now() + 600_000))(Date)");
      assert.deepEqual(await codes(), ["clock_wrong"]);
    });

    test("takes an answer that the browser withholds for an origin that is not registered", async () => {
      await stage.showBanner({ redirectUri: "app:/callback" });
      const { origin } = stage.site;
      const other = new URL(origin);
      other.hostname = "localhost";
      await stage.window.goto(other.href);
      await stage.window.waitFor("globalThis.client");
      assert.deepEqual(await codes(), ["origin_not_registered", "partner_not_active", "tapp_id_wrong"]);
      passOverBlocked();
    });
  });
}

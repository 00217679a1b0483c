// Sites whose host answers the redirect URI at another path.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { countRequests, launchChromium } from "../lib/chromium.js";
import { bannerPage, callbackPage } from "../lib/pages.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

const MOVES = { "/netid.html": "/netid", "/cb": "/cb/", "/start": "/start/index.html" };

describe("a host that rewrites paths", () => {
  const pages = {};
  let browser, site, sandbox, context, page, tokenRequests;

  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite("127.0.0.1", { pages, moves: MOVES })]);
    sandbox = await startSandbox({ port: 0, redirectUris: Object.keys(MOVES).map((path) => site.origin + path) });
  });
  after(() => Promise.all([browser?.close(), site?.close(), sandbox?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    tokenRequests = countRequests(context, sandbox.endpoints.token);
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const optionsOf = (path, more) =>
    ({ clientId: "demo-rs256", redirectUri: site.origin + path, endpoints: sandbox.endpoints, ...more });

  /** Shows a banner, with the callback where the host puts it. */
  async function show(from, options) {
    pages["/"] = bannerPage(optionsOf(from, options), { appState: 7 });
    pages[MOVES[from]] = callbackPage(optionsOf(from, options));
    await page.goto(`${site.origin}/`);
    await page.waitForFunction("globalThis.client");
  }

  for (const [from, to] of Object.entries(MOVES)) {
    test(`${from} to ${to}: redirect() comes back with a grant, and nothing stays in the address bar`, async () => {
      await show(from);
      await page.click("#leave");
      await answerBroker(page);
      await page.waitForURL((url) => url.pathname === to);
      await page.waitForFunction("globalThis.outcome");
      const { grant, code } = await page.evaluate("outcome");
      assert.deepEqual([code, grant?.scope, grant?.appState], [undefined, ["permission_management"], 7]);
      assert.equal(page.url(), site.origin + to);
      assert.equal(tokenRequests(), 1);
    });

    for (const storage of ["session", "memory"]) {
      test(`${from} to ${to}: popup() with storage "${storage}" gets its grant, and the window closes`, async () => {
        await show(from, { storage });
        const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#open")]);
        const closed = popup.waitForEvent("close");
        await answerBroker(popup);
        const { grant, code } = await page.evaluate("outcome");
        assert.deepEqual([code, grant?.scope, grant?.appState], [undefined, ["permission_management"], 7]);
        await closed;
        assert.equal(tokenRequests(), 1);
      });
    }
  }

  test("a refusal in the window is the page's", async () => {
    await show("/netid.html");
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#open")]);
    const closed = popup.waitForEvent("close");
    await answerBroker(popup, { user: "Jonas Weber", answer: "Refuse" });
    assert.equal((await page.evaluate("outcome")).code, "access_denied");
    await closed;
  });

  test("a window whose page is gone ends well there, and tidies its address", async () => {
    await show("/netid.html");
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#open")]);
    await page.close();
    await answerBroker(popup);
    await popup.waitForURL((url) => url.pathname === "/netid");
    await popup.waitForFunction("globalThis.outcome");
    assert.deepEqual((await popup.evaluate("outcome")).grant?.scope, ["permission_management"]);
    assert.equal(popup.url(), `${site.origin}/netid`);
  });

  test("what no sign-in waits for stays in the address bar", async () => {
    await show("/netid.html");
    const address = `${site.origin}/netid?code=voucher&state=bavaria#top`;
    await page.goto(address);
    await page.waitForFunction("globalThis.outcome");
    assert.deepEqual(await page.evaluate("outcome"), { grant: null });
    assert.equal(page.url(), address);
  });
});

// What happens around a sign-in: frames, prerendering, the back/forward cache.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { launchChromium } from "../lib/chromium.js";
import { bannerPage, callbackPage } from "../lib/pages.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

describe("around a sign-in", () => {
  const bannerPages = {};
  const publisherPages = {};
  let browser, banner, publisher, neighbour, sandbox, context, page;

  before(async () => {
    // Names of two sites, so that the banner's frame is a third party's.
    const hosts = ["--host-resolver-rules=MAP *.test 127.0.0.1"];
    [browser, banner, publisher, neighbour] = await Promise.all([
      launchChromium(hosts),
      serveSite("localhost", { pages: bannerPages }),
      serveSite("publisher.test", { pages: publisherPages }),
      serveSite("localhost", { pages: publisherPages }),
    ]);
    sandbox = await startSandbox({ port: 0, redirectUris: [`${banner.origin}/callback`] });
    const options = { clientId: "demo-rs256", redirectUri: `${banner.origin}/callback`, endpoints: sandbox.endpoints };
    bannerPages["/"] = bannerPage(options);
    bannerPages["/callback"] = callbackPage(options);
    bannerPages["/app"] = bannerPage({ ...options, redirectUri: "example.app:/callback" });
    publisherPages["/opaque-app"] = `<iframe src="${banner.origin}/app" sandbox="allow-scripts allow-popups"></iframe>`;
    publisherPages["/"] = `<iframe src="${banner.origin}/" allow="fullscreen"></iframe>`;
    publisherPages["/sandboxed"] = `<iframe src="${banner.origin}/" sandbox="allow-scripts allow-popups allow-same-origin"></iframe>`;
    publisherPages["/opaque"] = `<iframe src="${banner.origin}/" sandbox="allow-scripts allow-popups"></iframe>`;
  });
  after(() => Promise.all([browser?.close(), banner?.close(), publisher?.close(), neighbour?.close(), sandbox?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
  });
  afterEach(() => context.close());

  /** The banner's frame on another page. */
  async function framed(address) {
    await page.goto(address);
    const frame = page.frames()[1];
    await frame.waitForFunction("globalThis.client");
    return frame;
  }

  test("a banner in a frame on another site's page signs in by popup, though it gets no storage", async () => {
    const frame = await framed(`${publisher.origin}/`);
    assert.equal(await frame.evaluate("try { sessionStorage.length } catch ({ name }) { name }"), "SecurityError");
    const [popup] = await Promise.all([page.waitForEvent("popup"), frame.click("#open")]);
    const closed = popup.waitForEvent("close");
    await answerBroker(popup);
    assert.deepEqual((await frame.evaluate("outcome")).grant?.scope, ["permission_management"]);
    await closed;
    assert.equal(page.url(), `${publisher.origin}/`);
  });

  test("redirect() there has a code", async () => {
    const frame = await framed(`${publisher.origin}/`);
    await frame.click("#leave");
    assert.equal((await frame.evaluate("outcome")).code, "storage_unavailable");
  });

  test("redirect() in a frame of the same site leaves with the whole page", async () => {
    const frame = await framed(`${neighbour.origin}/`);
    await frame.click("#leave");
    await answerBroker(page);
    await page.waitForURL((url) => url.origin === banner.origin);
    await page.waitForFunction("globalThis.outcome");
    assert.equal(page.frames().length, 1);
    assert.deepEqual((await page.evaluate("outcome")).grant?.scope, ["permission_management"]);
  });

  test("a frame that may not be left has a code, and so has one without an origin", async () => {
    const frame = await framed(`${neighbour.origin}/sandboxed`);
    await frame.click("#leave");
    assert.equal((await frame.evaluate("outcome")).code, "config_invalid");
    for (const path of ["/opaque", "/opaque-app"]) {
      const opaque = await framed(neighbour.origin + path);
      await opaque.click("#open");
      assert.equal((await opaque.evaluate("outcome")).code, "config_invalid");
    }
  });

  test("a prerendered page starts nothing, and answers once it is shown", async () => {
    await page.goto(`${banner.origin}/`);
    await page.waitForFunction("globalThis.client");
    const outcome = await page.evaluate(`(async () => {
      const { state } = client.authorize();
      const url = ${JSON.stringify(`${banner.origin}/callback`)} + "?error=access_denied&state=" + state;
      let prerendering = true;
      Object.defineProperty(document, "prerendering", { get: () => prerendering });
      const codeOf = (work) => { try { work(); } catch ({ code }) { return code; } };
      const codes = [codeOf(() => client.authorize()), codeOf(() => client.parseRedirect(url))];
      const answer = client.handleRedirect(url).catch(({ code }) => code);
      const early = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 0, "waiting"))]);
      prerendering = false;
      document.dispatchEvent(new Event("prerenderingchange"));
      return { codes, early, late: await answer };
    })()`);
    assert.deepEqual(outcome, {
      codes: ["storage_unavailable", "storage_unavailable"],
      early: "waiting",
      late: "access_denied",
    });
  });
});

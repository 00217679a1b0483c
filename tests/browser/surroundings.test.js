// Pages without an origin of their own, two copies of the library on a page, and hints for developers.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { launchChromium } from "../lib/chromium.js";
import { bannerPage, callbackPage } from "../lib/pages.js";
import { serveSite } from "../lib/site.js";

describe("a page", () => {
  const pages = {};
  const headers = {};
  let browser, site, intranet, context, page;

  before(async () => {
    [browser, site, intranet] = await Promise.all([
      launchChromium(["--host-resolver-rules=MAP *.test 127.0.0.1"]),
      serveSite("127.0.0.1", { pages, headers }),
      serveSite("intranet.test", { pages }),
    ]);
    const options = { clientId: "client", redirectUri: `${site.origin}/callback` };
    pages["/callback"] = callbackPage(options);
    pages["/banner"] = bannerPage(options);
    pages["/opener"] = "";
  });
  after(() => Promise.all([browser?.close(), site?.close(), intranet?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
  });
  afterEach(() => {
    delete headers["Content-Security-Policy"];
    return context.close();
  });

  /** Takes the origin of pages away that are loaded from now on. */
  const takeOriginAway = () => (headers["Content-Security-Policy"] = "sandbox allow-scripts allow-popups");

  test("without an origin of its own fails with codes alone", async () => {
    await page.goto(`${site.origin}/opener`);
    takeOriginAway();
    for (const [query, outcome] of [
      ["code=1&state=x.block.0", { code: "storage_unavailable" }],
      ["code=1&state=x.block.0.popup", { code: "storage_unavailable" }],
      ["error=access_denied&state=x.block.0.popup", { code: "storage_unavailable" }],
      ["code=1&state=x", { code: "state_unknown" }],
      ["code=1&code=2&state=x", { code: "response_invalid" }],
      ["nothing=1", { grant: null }],
    ]) {
      const [popup] = await Promise.all([
        page.waitForEvent("popup"),
        page.evaluate(`void open(${JSON.stringify(`${site.origin}/callback?${query}`)})`),
      ]);
      await popup.waitForFunction("globalThis.outcome");
      const { at, reason, ...rest } = await popup.evaluate("outcome");
      assert.deepEqual(rest, outcome, query);
      await popup.close();
    }
  });

  test("without an origin of its own can't start anything, which has codes", async () => {
    takeOriginAway();
    await page.goto(`${site.origin}/banner`);
    await page.waitForFunction("globalThis.client");
    const codes = await page.evaluate(`(async () => {
      const codeOf = async (work) => { try { await work(); return "none"; } catch (error) { return error.code ?? error.name; } };
      return Promise.all([
        codeOf(() => client.authorize()),
        codeOf(() => client.redirect()),
        codeOf(() => client.popup()),
        codeOf(() => client.handleRedirect()),
        codeOf(() => client.parseRedirect()),
      ]);
    })()`);
    assert.deepEqual(codes, ["storage_unavailable", "storage_unavailable", "config_invalid", "none", "none"]);
  });

  test("with two copies of the library gets one answer, and no global holds it", async () => {
    await page.goto(`${site.origin}/opener`);
    const outcome = await page.evaluate(`(async () => {
      const options = { clientId: "client", redirectUri: location.origin + "/callback" };
      const names = () => Reflect.ownKeys(globalThis).length;
      const before = names();
      const [one, two] = await Promise.all(["?1", "?2"].map(async (copy) =>
        (await import("/consentkey/index.js" + copy)).createNetidClient(options)));
      let requests = 0;
      globalThis.fetch = async () => {
        requests += 1;
        return new Response(JSON.stringify({ access_token: "secret", token_type: "Bearer" }), { headers: { "Content-Type": "application/json" } });
      };
      const url = options.redirectUri + "?code=1&state=" + one.authorize().state;
      const grants = await Promise.all([one.handleRedirect(url), two.handleRedirect(url)]);
      grants.push(await two.handleRedirect(url));
      return { same: new Set(grants).size, value: grants[0].permissionToken.value, requests, added: names() - before };
    })()`);
    assert.deepEqual(outcome, { same: 1, value: "secret", requests: 1, added: 0 });
  });

  test("in development is told once of an error without state", async () => {
    const warnings = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    const visit = async (origin, query) => {
      await page.goto(`${origin}/opener${query}`);
      const answer = await page.evaluate(`(async () => {
        const { createNetidClient } = await import("/consentkey/index.js");
        const client = await createNetidClient({ clientId: "client", redirectUri: location.origin + "/opener" });
        return [await client.handleRedirect(), client.parseRedirect(), await client.handleRedirect()];
      })()`);
      assert.deepEqual(answer, [null, null, null]);
      return warnings.splice(0).filter((text) => text.startsWith("consentkey:")).length;
    };
    assert.equal(await visit(site.origin, "?error=unauthorized_client"), 1);
    assert.equal(await visit(intranet.origin, "#error=invalid_scope&error_description=x"), 1);
    assert.equal(await visit(site.origin, "?code=1"), 0);
    assert.equal(await visit(site.origin, "?terror=1"), 0);
  });
});

// The built demo with the local netID, used as a visitor uses it.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, describe, test } from "node:test";
import { serveDemo } from "../../scripts/lib/demo.mjs";
import { countRequests, launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";

const FLOWS = [
  { label: "Permission only", flow: "permission", scope: ["permission_management"], token: true, person: false },
  { label: "Sign in only", flow: "login", scope: ["openid"], token: false, person: true },
  { label: "Sign in + permission", flow: "loginPermission", scope: ["openid", "permission_management"], token: true, person: true },
];

describe("the demo", () => {
  let browser, demo, context, page, tokenRequests;

  before(async () => {
    [browser, demo] = await Promise.all([launchChromium(), serveDemo({ port: 0, sandboxPort: 0, built: true })]);
  });
  after(() => Promise.all([browser?.close(), demo?.close()]));
  beforeEach(async () => {
    context = await browser.newContext({ locale: "en-GB" });
    tokenRequests = countRequests(context, demo.sandbox.endpoints.token);
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
  });
  afterEach(() => context.close());

  async function leaveForNetid(tab = page, label = "Permission only", path = "/") {
    await tab.goto(demo.origin + path);
    await tab.getByRole("radio", { name: label, exact: true }).check();
    await tab.locator("#keep-with-netid").click();
    await tab.waitForURL(`${demo.sandbox.origin}/**`);
  }

  const result = (tab = page) => tab.getByRole("heading", { name: /^(Your netID permission|You’re signed in with netID)$/ });
  const failure = (tab = page) => tab.getByRole("alert").and(tab.locator("[data-code]"));

  for (const { label, flow, scope, token, person } of FLOWS) {
    test(`flow ${flow}: a visitor clicks, signs in, comes back and holds what the flow gives`, async () => {
      await leaveForNetid(page, label);
      await answerBroker(page);
      await result().waitFor();
      assert.equal(await page.locator("[data-flow]").getAttribute("data-flow"), flow);
      const granted = await page.locator("[data-scope]").evaluateAll((all) => all.map(({ dataset }) => dataset.scope));
      assert.deepEqual(granted.join(" ").split(" ").sort(), scope);
      assert.equal(await page.locator("[data-token]").count(), token ? 1 : 0);
      assert.equal(await page.getByText("Mia Sommer").count() > 0, person);
      const title = token ? "Your netID permission" : "You’re signed in with netID";
      assert.equal(await result().innerText(), title, "a sign-in alone promises no permission");
      assert.equal(page.url(), `${demo.origin}/`);
      assert.equal(tokenRequests(), 1);
    });
  }

  test("netID is told the language of the page", async () => {
    const [request] = await Promise.all([
      page.waitForRequest((asked) => asked.url().startsWith(demo.sandbox.endpoints.authorization)),
      leaveForNetid(),
    ]);
    assert.equal(new URL(request.url()).searchParams.get("ui_locales"), "en");
  });

  test("a refusal is told as one, and costs no token request", async () => {
    await leaveForNetid();
    await answerBroker(page, { user: "Jonas Weber", answer: "Refuse" });
    await failure().waitFor();
    assert.equal(await failure().getAttribute("data-code"), "access_denied");
    // Its words offer them.
    for (const name of ["Accept", "Reject", "Try again"]) assert.ok(await page.getByRole("button", { name }).isVisible(), name);
    assert.equal(page.url(), `${demo.origin}/`);
    assert.equal(tokenRequests(), 0);
  });

  test("a reload after the answer starts afresh and asks for no second token", async () => {
    await leaveForNetid();
    await answerBroker(page);
    await result().waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Keep my choice with netID" }).waitFor();
    assert.equal(await failure().count(), 0);
    assert.equal(tokenRequests(), 1);
  });

  test("the callback opened once more is told that it was used", async () => {
    await leaveForNetid();
    const [callback] = await Promise.all([
      page.waitForRequest((request) => request.url().startsWith(`${demo.origin}/?code=`)),
      answerBroker(page),
    ]);
    await result().waitFor();
    await page.goto(callback.url());
    await failure().waitFor();
    assert.equal(await failure().getAttribute("data-code"), "transaction_used");
    assert.equal(page.url(), `${demo.origin}/`);
    assert.equal(tokenRequests(), 1);
  });

  test("the back button after a login asks for no second token", async () => {
    await leaveForNetid();
    await answerBroker(page);
    await result().waitFor();
    await page.goBack();
    await page.goForward();
    await page.getByRole("heading").first().waitFor();
    assert.equal(tokenRequests(), 1);
  });

  test("two tabs answered in the other order each get their own token", async () => {
    const second = await context.newPage();
    await leaveForNetid(page);
    await leaveForNetid(second);
    await answerBroker(second);
    await result(second).waitFor();
    await answerBroker(page);
    await result().waitFor();
    const shown = (tab) => tab.locator("[data-token]").getAttribute("data-token");
    assert.notEqual(await shown(page), await shown(second));
    assert.equal(tokenRequests(), 2);
  });

  test("a response that nobody waits for is an error to act on", async () => {
    await page.goto(`${demo.origin}/?code=1&state=unknown`);
    await failure().waitFor();
    assert.equal(await failure().getAttribute("data-code"), "state_unknown");
    assert.equal(tokenRequests(), 0);
  });

  test("a voucher in the address is none of the library's business", async () => {
    await page.goto(`${demo.origin}/?code=voucher#top`);
    await page.getByRole("button", { name: "Keep my choice with netID" }).waitFor();
    assert.equal(page.url(), `${demo.origin}/?code=voucher#top`);
  });

  test("a keyboard is enough", async () => {
    await page.goto(demo.origin);
    const button = page.getByRole("button", { name: "Keep my choice with netID" });
    await button.waitFor();
    for (let steps = 0; steps < 60; steps += 1) {
      await page.keyboard.press("Tab");
      if (await button.evaluate((element) => element === document.activeElement)) break;
    }
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Alex Krüger" }).press("Enter");
    await page.getByRole("button", { name: "Allow", exact: true }).press("Enter");
    await result().waitFor();
    assert.equal(await result().evaluate((heading) => heading === document.activeElement), true);
  });

  test("no token stands in the page or in storage", async () => {
    let token;
    await context.route(demo.sandbox.endpoints.token, async (route) => {
      const response = await route.fetch();
      ({ access_token: token } = await response.json());
      await route.fulfill({ response });
    });
    await leaveForNetid();
    await answerBroker(page);
    await result().waitFor();
    assert.match(token, /^eyJ/);
    const everything = await page.evaluate(() =>
      [document.documentElement.outerHTML, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join(),
    );
    assert.equal(everything.includes(token), false);
  });

  const privacy = (tab = page) => tab.locator(".privacy");
  const purpose = (name, tab = page) => privacy(tab).getByRole("checkbox", { name });
  const known = (status, tab = page) => privacy(tab).and(tab.locator(`[data-status="${status}"]`)).waitFor();

  async function signIn(tab = page) {
    await leaveForNetid(tab);
    await answerBroker(tab, { user: "Alex Krüger" });
    await result(tab).waitFor();
  }

  test("a choice of purposes that is stored with netID is found on another device", async () => {
    await signIn();
    await known("PERMISSIONS_NOT_FOUND");
    for (const name of ["Keep information on your device", "Count what is read"]) await purpose(name).check();
    await privacy().getByRole("button", { name: "Store with netID" }).click();
    await known("PERMISSIONS_FOUND");
    const shown = await privacy().locator(".requests").innerText();
    assert.match(shown, /POST \/permission-center\/write\/netid-permissions[\s\S]*"idconsent":"VALID"[\s\S]*→ 201/);

    const otherDevice = await browser.newContext({ locale: "en-GB" });
    const tab = await otherDevice.newPage();
    await signIn(tab);
    await known("PERMISSIONS_FOUND", tab);
    assert.equal(await purpose("Count what is read", tab).isChecked(), true);
    assert.equal(await purpose("Count how ads do", tab).isChecked(), false);
    await otherDevice.close();
  });

  test("requests elsewhere than to the Permission Center are not shown", async () => {
    await leaveForNetid(page, "Sign in + permission");
    await answerBroker(page);
    await page.getByText("mia@example.com").first().waitFor();
    await privacy().locator(".requests li").first().waitFor();
    assert.doesNotMatch(await privacy().locator(".requests").innerText(), /userinfo|\/token/);
  });

  test("blocked third-party cookies are told from a user without a choice", async () => {
    await signIn();
    await privacy().getByRole("checkbox", { name: "As in a browser that blocks third-party cookies" }).check();
    await known("NOBODY");
    assert.match(await privacy().locator(".requests").innerText(), /"NO_TPID"/);
    assert.equal(await failure().count(), 0);
  });

  test("blocked third-party cookies lead on through the Courier's server", async () => {
    await signIn();
    assert.equal(await page.getByRole("button", { name: "Go on through the Courier’s server" }).isVisible(), false);
    await privacy().getByRole("checkbox", { name: "As in a browser that blocks third-party cookies" }).check();
    await known("NOBODY");
    await page.getByRole("button", { name: "Go on through the Courier’s server" }).click();
    // netID knows the visitor by now, and asks for the other client alone.
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await page.locator("[data-relayed]").waitFor();
    assert.equal(await page.locator("[data-token]").count(), 0);
    assert.equal(tokenRequests(), 1, "of the page's own, for the first sign-in");
    assert.equal(await privacy().getByRole("checkbox", { name: "As in a browser" }).isChecked(), true);
    await known("PERMISSIONS_NOT_FOUND");
    await purpose("Count what is read").check();
    await privacy().getByRole("button", { name: "Store with netID" }).click();
    await known("PERMISSIONS_FOUND");
    const shown = await privacy().locator(".requests").innerText();
    assert.match(shown, /POST \/consentkey\/permissions[\s\S]*→ 201[\s\S]*"NO_TPID"/);
    assert.doesNotMatch(await page.evaluate("document.cookie"), /consentkey/);
  });

  test("with the relay chosen from the start netID's cookie comes first, and starting over ends the grant", async () => {
    await page.goto(demo.origin);
    await page.getByRole("checkbox", { name: "Leave the token with the Courier’s server" }).check();
    await page.getByRole("button", { name: "Keep my choice with netID" }).click();
    await page.waitForURL(`${demo.sandbox.origin}/**`);
    await answerBroker(page);
    await result().waitFor();
    assert.equal(tokenRequests(), 0);
    await known("PERMISSIONS_NOT_FOUND");
    assert.doesNotMatch(await privacy().locator(".requests").innerText(), /\/consentkey\//);
    const cookies = async () => (await context.cookies(`${demo.origin}/consentkey/grant`)).filter(({ name }) => name === "consentkey");
    const [{ httpOnly, sameSite }] = await cookies();
    assert.deepEqual([httpOnly, sameSite], [true, "Lax"]);
    const [gone] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === "DELETE"),
      page.getByRole("button", { name: "Start over" }).click(),
    ]);
    assert.equal(gone.status(), 204);
    assert.deepEqual(await cookies(), []);
  });

  for (const width of [320, 1280]) {
    test(`nothing has to be scrolled sideways at ${width} pixels`, async () => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(demo.origin);
      await page.getByRole("button", { name: "Keep my choice with netID" }).waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} pixels`);
    });
  }
});

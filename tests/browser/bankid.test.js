// The demo's second page with the local BankID and SignDoc, used as a member uses it.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { serveDemo } from "../../scripts/lib/demo.mjs";
import { launchChromium } from "../lib/chromium.js";

describe("the boat club", () => {
  let browser, demo, context, page;

  before(async () => {
    [browser, demo] = await Promise.all([launchChromium(), serveDemo({ port: 0, sandboxPort: 0, built: true })]);
  });
  after(() => Promise.all([browser?.close(), demo?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const openPage = (served = demo) => page.goto(`${served.origin}/bankid.html`);
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const failure = () => page.getByRole("alert").and(page.locator("[data-code]"));

  async function leaveToSign(text) {
    await openPage();
    if (text) await page.getByLabel("Agreement", { exact: true }).fill(text);
    await press("Sign with BankID");
  }

  async function signAtBankid(user = "Kari Nordmann") {
    await press(user);
    await page.getByRole("checkbox").check();
    await press("Sign");
    await press("Continue");
  }

  test("a text is signed, and the club has the result", async () => {
    await leaveToSign("I <b>take</b> berth 9.");
    await press("Kari Nordmann");
    assert.equal(await page.locator("pre.document").textContent(), "I <b>take</b> berth 9.");
    await page.getByRole("checkbox").check();
    await press("Sign");
    await press("Continue");
    await page.locator('[data-state="SIGN_COMPLETED"]').waitFor();
    assert.equal(page.url(), `${demo.origin}/bankid.html`);
    await page.getByText("Kari Nordmann signed").waitFor();
    assert.equal(await page.locator("[data-result] details, [data-result] p").count(), 4);
    const claims = (token) => page.locator(`[data-token="${token}"] [data-claim]`).evaluateAll((all) => all.map(({ dataset }) => dataset.claim));
    for (const claim of ["iss", "aud", "azp", "typ", "exp", "iat", "nbf", "resource_access"]) {
      assert.ok((await claims("own")).includes(claim), claim);
    }
    assert.ok((await claims("id")).includes("name"));
    for (const token of ["own", "id", "access"]) {
      assert.match(await page.locator(`[data-token="${token}"] [role=timer]`).textContent(), /\d+ (min|s)/);
    }
  });

  test("no token and no secret reaches the page of the signing", async () => {
    const bodies = [];
    page.on("response", async (response) => {
      if (response.url().startsWith(demo.origin)) bodies.push(response.text().catch(() => ""));
    });
    await leaveToSign();
    await signAtBankid();
    await page.locator("[data-state]").waitFor();
    const texts = (await Promise.all(bodies)).filter((text) => text.startsWith("{"));
    assert.ok(texts.length > 2);
    const { clientSecret } = demo.sandbox.bankid.clients["demo-bank"];
    for (const text of texts) {
      assert.equal(text.includes(clientSecret), false);
      assert.doesNotMatch(text, /eyJ[\w-]+\.eyJ/);
    }
  });

  test("each request is the documented one", async () => {
    const { tokenRequests, signdoc } = demo.sandbox.bankid;
    const before = tokenRequests.length;
    const asked = page.waitForRequest((request) => request.url().startsWith(demo.sandbox.bankid.endpoints.authorization));
    await leaveToSign();
    const { searchParams: query } = new URL((await asked).url());
    await signAtBankid("Ola Hansen");
    await page.locator("[data-state]").waitFor();
    const bodies = tokenRequests.slice(before).map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    assert.deepEqual([bodies.at(-1).grant_type, bodies.at(-1).code_verifier.length], ["authorization_code", 43]);
    assert.deepEqual([query.get("scope"), query.get("code_challenge_method")], ["openid sign profile", "S256"]);
    const [created, status, result] = signdoc.requests.slice(-3);
    assert.deepEqual([created.method, status.method, result.method], ["POST", "GET", "DELETE"]);
    const address = `/signdoc-api/signdoc?sign_id=${query.get("sign_id")}`;
    assert.deepEqual([created.url, status.url, result.url], ["/signdoc-api/signdoc", address, address]);
    assert.match(created.headers.authorization, /^Bearer eyJ/);
  });

  test("whoever cancels has signed nothing, and the text is still there", async () => {
    await leaveToSign("Not yet.");
    await press("Kari Nordmann");
    await press("Cancel");
    await failure().waitFor();
    assert.equal(await failure().getAttribute("data-code"), "access_denied");
    await press("Begin again");
    assert.equal(await page.getByLabel("Agreement", { exact: true }).inputValue(), "Not yet.");
  });

  test("nothing can't be signed", async () => {
    await openPage();
    await page.getByLabel("Agreement", { exact: true }).fill("  ");
    await press("Sign with BankID");
    await page.getByText("There is nothing to sign").waitFor();
    assert.equal(page.url(), `${demo.origin}/bankid.html`);
  });

  test("an order that waited too long is told as lapsed", async () => {
    const hasty = await serveDemo({ port: 0, sandboxPort: 0, built: true, lifetimes: { signOrder: 0.001 } });
    try {
      await openPage(hasty);
      await press("Sign with BankID");
      await failure().waitFor();
      assert.equal(await failure().getAttribute("data-code"), "authorization_failed");
    } finally {
      await hasty.close();
    }
  });

  test("a result that waited too long is told as lapsed", async () => {
    const hasty = await serveDemo({ port: 0, sandboxPort: 0, built: true, lifetimes: { signedOrder: 0.001 } });
    try {
      await openPage(hasty);
      await press("Sign with BankID");
      await press("Kari Nordmann");
      await page.getByRole("checkbox").check();
      await press("Sign");
      await failure().waitFor();
      await page.getByRole("heading", { name: "The order has lapsed" }).waitFor();
    } finally {
      await hasty.close();
    }
  });

  test("a member signs in, renews the tokens and ends the session", async () => {
    await openPage();
    await press("Sign in with BankID");
    await press("Kari Nordmann");
    await page.getByRole("heading", { name: "Welcome aboard, Kari" }).waitFor();
    assert.equal(page.url(), `${demo.origin}/bankid.html`);
    const { tokenRequests } = demo.sandbox.bankid;
    await press("Renew the tokens");
    const renewed = page.locator('[data-times="2"]');
    await renewed.waitFor();
    assert.equal(new URLSearchParams(tokenRequests.at(-1).body).get("grant_type"), "refresh_token");
    await press("End the BankID session");
    await page.waitForURL(`${demo.origin}/bankid.html`);
    await press("Sign in with BankID");
    await page.getByRole("heading", { name: "Identify yourself with BankID" }).waitFor();
  });

  test("on a phone nothing is wider than the screen", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    await openPage();
    assert.equal(await isWide(), false);
    await press("Sign with BankID");
    await page.getByRole("button", { name: "Ingrid Ødegård" }).waitFor();
    assert.equal(await isWide(), false);
    await signAtBankid("Ingrid Ødegård");
    await page.locator("[data-state]").waitFor();
    assert.equal(await isWide(), false);
  });
});

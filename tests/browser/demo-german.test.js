// The built demo in German, and the way from one language to the other.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { serveDemo } from "../../scripts/lib/demo.mjs";
import { launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";

// Names, and words that are the same in both.
const SAME = /^(The Wendlow Courier|Ines Hallam|M\. Teague, Quay Street|consentkey|Token|Scope|Name|Status|Client ID|Redirect URI|Broker|RS256|ES256|PS256|EdDSA|Claim|Solvik Boat Club|SIGN_COMPLETED|Kari Nordmann|kari@example\.no)$/;

/** What a person gets to see or hear of a page, without code and values. */
function wordsOf(page) {
  return page.evaluate(() => {
    const found = new Set([document.title]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (!parentElement.closest("code, script, noscript, #language, [lang]:not(html), .person-name, .person-email, td")) found.add(data);
    }
    for (const name of ["aria-label", "alt", "title", "placeholder", "content"]) {
      for (const element of document.querySelectorAll(`[${name}]:not([name=viewport], [name=color-scheme])`)) found.add(element.getAttribute(name));
    }
    return [...found].map((text) => text.trim().replace(/\s+/g, " ")).filter((text) => /[a-z]{2}/i.test(text));
  });
}

describe("the demo in German", () => {
  let browser, demo;

  before(async () => {
    [browser, demo] = await Promise.all([launchChromium(), serveDemo({ port: 0, sandboxPort: 0, built: true })]);
  });
  after(() => Promise.all([browser?.close(), demo?.close()]));

  async function open(t, locale) {
    const context = await browser.newContext({ locale });
    t.after(() => context.close());
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    await page.goto(demo.origin);
    await page.locator("#consent").waitFor();
    return page;
  }

  const language = (page) => page.evaluate(() => document.documentElement.lang);

  async function leave(page, flow = "permission") {
    await page.locator(`input[name=flow][value=${flow}]`).check();
    await page.locator("#keep-with-netid").click();
  }

  const STATES = {
    "the front page": async (page) => page.locator("#consent-where").filter({ hasText: "demo-rs256" }).waitFor(),
    "a choice for this device": async (page) => {
      await page.locator("#accept").click();
      await page.locator("#choice-note").waitFor();
    },
    "a grant": async (page) => {
      await leave(page, "loginPermission");
      await answerBroker(page, { user: "Alex Krüger" });
      await page.locator("[data-status]").waitFor();
      await page.locator(".person-email").waitFor();
    },
    "a sign-in alone": async (page) => {
      await leave(page, "login");
      await answerBroker(page, { user: "Mia Sommer" });
      await page.locator("[data-status]").waitFor();
    },
    "a refusal": async (page) => {
      await leave(page);
      await answerBroker(page, { user: "Jonas Weber", answer: "Refuse" });
      await page.locator("[data-code]").waitFor();
    },
  };

  for (const [state, show] of Object.entries(STATES)) {
    test(`no English is left in ${state}`, async (t) => {
      const [german, english] = await Promise.all([open(t, "de-DE"), open(t, "en-GB")]);
      await Promise.all([show(german), show(english)]);
      assert.deepEqual([await language(german), await language(english)], ["de", "en"]);
      const inEnglish = new Set(await wordsOf(english));
      const left = (await wordsOf(german)).filter((text) => inEnglish.has(text) && !SAME.test(text));
      assert.deepEqual(left, []);
    });
  }

  test("netID is told that the page is in German", async (t) => {
    const page = await open(t, "de-AT");
    const [request] = await Promise.all([
      page.waitForRequest((asked) => asked.url().startsWith(demo.sandbox.endpoints.authorization)),
      leave(page),
    ]);
    assert.equal(new URL(request.url()).searchParams.get("ui_locales"), "de");
  });

  test("the switch leads to the other language, and is kept", async (t) => {
    const page = await open(t, "de-DE");
    const other = page.locator("#language");
    assert.equal(await other.getAttribute("lang"), "en");
    await other.click();
    await page.getByRole("button", { name: "Deutsch" }).waitFor();
    assert.equal(await language(page), "en");
    await page.getByRole("region", { name: "Your data, your say" }).waitFor();
    await page.goto("about:blank");
    await page.goto(demo.origin);
    await page.getByRole("region", { name: "Your data, your say" }).waitFor();
    assert.equal(await language(page), "en");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await page.getByRole("region", { name: "Ihre Daten, Ihre Wahl" }).waitFor();
  });

  const BANKID_STATES = {
    "the agreement": async (page) => page.locator("#text").waitFor(),
    "an agreement without a word": async (page) => {
      await page.locator("#text").fill("");
      await page.locator("#sign").click();
      await page.locator("#text-problem").filter({ hasText: /./ }).waitFor();
    },
    "a signature": async (page) => {
      await page.locator("#sign").click();
      await page.getByRole("button", { name: "Kari Nordmann" }).click();
      await page.getByRole("checkbox").check();
      await page.getByRole("button", { name: "Sign", exact: true }).click();
      await page.getByRole("button", { name: "Continue", exact: true }).click();
      await page.locator('[data-state="SIGN_COMPLETED"]').waitFor();
    },
    "a signature that was refused": async (page) => {
      await page.locator("#sign").click();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.locator("[data-code]").waitFor();
    },
    "a member": async (page) => {
      await page.locator("#sign-in").click();
      await page.getByRole("button", { name: "Kari Nordmann" }).click();
      await page.locator("[data-times]").waitFor();
    },
  };

  for (const [state, show] of Object.entries(BANKID_STATES)) {
    test(`no English is left in ${state}`, async (t) => {
      const pages = await Promise.all([open(t, "de-DE"), open(t, "en-GB")]);
      for (const page of pages) {
        await page.goto(`${demo.origin}/bankid.html`);
        await show(page);
      }
      const [german, english] = await Promise.all(pages.map(wordsOf));
      assert.equal(await language(pages[0]), "de");
      assert.deepEqual(german.filter((text) => english.includes(text) && !SAME.test(text)), []);
    });
  }
});

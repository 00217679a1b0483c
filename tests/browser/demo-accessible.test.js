// axe and the demo, in each of its states and on a phone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serveDemo } from "../../scripts/lib/demo.mjs";
import { launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";

const AXE = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const GERMAN = { locale: "de-DE" };
const PHONE = { viewport: { width: 375, height: 740 } };

/** What axe finds in a page: rules and elements. */
async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run({ rules: { "label-content-name-mismatch": { enabled: true } } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

describe("the demo", () => {
  let browser, demo, context, page;

  before(async () => {
    [browser, demo] = await Promise.all([launchChromium(), serveDemo({ port: 0, sandboxPort: 0, built: true })]);
  });
  after(() => Promise.all([browser?.close(), demo?.close()]));
  beforeEach(() => open());
  afterEach(() => context.close());

  async function open(options) {
    await context?.close();
    context = await browser.newContext({ locale: "en-GB", ...options });
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
  }

  async function front() {
    await page.goto(demo.origin);
    await page.locator("#consent").waitFor();
  }

  async function leave(flow = "permission") {
    await front();
    await page.locator(`input[name=flow][value=${flow}]`).check();
    await page.locator("#keep-with-netid").click();
  }

  const STATES = {
    "its front page": front,
    "a choice for this device": async () => {
      await front();
      await page.locator("#accept").click();
      await page.locator("#choice-note").waitFor();
    },
    "a grant": async () => {
      await leave("loginPermission");
      await answerBroker(page, { user: "Alex Krüger" });
      await page.locator("[data-status]").waitFor();
    },
    "a refusal": async () => {
      await leave();
      await answerBroker(page, { user: "Jonas Weber", answer: "Refuse" });
      await page.locator("[data-code]").waitFor();
    },
    "its second page": () => page.goto(`${demo.origin}/bankid.html`),
  };

  for (const [state, show] of Object.entries(STATES)) {
    for (const [where, options] of Object.entries({ desktop: {}, phone: PHONE, "the dark": { colorScheme: "dark" }, German: GERMAN })) {
      test(`axe finds nothing in ${state}, ${where}`, async () => {
        await open(options);
        await show();
        assert.deepEqual(await violations(page), []);
        assert.equal(await page.locator("h1:visible").count(), 1);
      });
    }
  }

  for (const [where, options] of Object.entries({ "a desktop": {}, "a phone": PHONE })) {
    test(`what was refused, and the way on, are not under the banner of ${where}`, async () => {
      await open(options);
      await STATES["a refusal"]();
      const uncovered = (selector) =>
        page.locator(selector).first().evaluate((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        });
      assert.deepEqual([await uncovered("#stage h2"), await uncovered("#stage button")], [true, true]);
      assert.deepEqual([await uncovered("#reject"), await uncovered("#accept")], [true, true]);
    });
  }

  test("one way stands out where the browser blocks the Permission Center's cookie", async () => {
    await open();
    await STATES["a grant"]();
    await page.locator("[name=withoutCookies]").check();
    await page.locator("[data-status=NOBODY]").waitFor();
    assert.equal(await page.locator(".privacy .button-primary:visible").count(), 1);
    await page.locator("[name=withoutCookies]").uncheck();
    await page.locator("[data-status]:not([data-status=NOBODY])").waitFor();
    assert.equal(await page.locator(".privacy .button-primary:visible").count(), 1);
  });
});

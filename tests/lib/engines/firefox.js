import puppeteer from "puppeteer-core";
import { until } from "./poll.js";
import { Window } from "./window.js";

/**
 * Firefox, through puppeteer-core and WebDriver BiDi.
 *
 * @param {object} [options]
 * @param {Record<string, unknown>} [options.preferences] of about:config
 */
export async function launch({ preferences = {} } = {}) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr",
    headless: true,
    extraPrefsFirefox: preferences,
  });
  return {
    async newSession() {
      const context = await browser.createBrowserContext();
      return {
        open: async () => new Window(driverOf(await context.newPage())),
        async openedBy(action) {
          const known = new Set(await context.pages());
          await action();
          const opened = async () => (await context.pages()).find((page) => !known.has(page));
          return new Window(driverOf(await until("a window", opened)));
        },
        count: async () => (await context.pages()).length,
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}

const driverOf = (page) => ({
  goto: (url) => page.goto(url),
  url: async () => page.url(),
  evaluate: (expression) => page.evaluate(expression),
  async click(xpath) {
    await page.locator(`::-p-xpath(${xpath})`).click();
  },
  count: async (xpath) => (await page.$$(`::-p-xpath(${xpath})`)).length,
  close: () => page.close(),
});

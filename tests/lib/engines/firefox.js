import puppeteer from "puppeteer-core";
import { until } from "./poll.js";
import { Window } from "./window.js";

// Puppeteer lets every window open by itself, which hides that popup() needs the click.
const BLOCK_POPUPS = { "dom.disable_open_during_load": true };

/**
 * Firefox, through puppeteer-core and WebDriver BiDi.
 *
 * @param {Record<string, unknown>} [preferences] of about:config
 */
export async function launch(preferences = {}) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr",
    headless: true,
    extraPrefsFirefox: { ...BLOCK_POPUPS, ...preferences },
  });
  return {
    newSession: async () => sessionOf(await browser.createBrowserContext()),
    close: () => browser.close(),
  };
}

function sessionOf(context) {
  const errors = [];
  const windowOf = (page) => {
    page.on("pageerror", (error) => errors.push(String(error)));
    return new Window(driverOf(page));
  };
  return {
    errors,
    open: async () => windowOf(await context.newPage()),
    async openedBy(action) {
      const known = new Set(await context.pages());
      await action();
      const opened = async () => (await context.pages()).find((page) => !known.has(page));
      return windowOf(await until("a window", opened));
    },
    count: async () => (await context.pages()).length,
    close: () => context.close(),
  };
}

const driverOf = (page) => ({
  goto: (url) => page.goto(url),
  url: async () => page.url(),
  evaluate: (expression) => page.evaluate(expression),
  click: (xpath) => page.locator(`::-p-xpath(${xpath})`).click(),
  clickWhat: async (expression) => (await page.evaluateHandle(expression)).asElement().click(),
  close: () => page.close(),
});

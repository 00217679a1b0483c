import { launchChromium } from "../chromium.js";
import { until } from "./poll.js";
import { Window } from "./window.js";

/** Chromium, through playwright-core. */
export async function launch() {
  const browser = await launchChromium();
  return {
    async newSession() {
      const context = await browser.newContext();
      context.setDefaultTimeout(15_000);
      return {
        open: async () => new Window(driverOf(await context.newPage())),
        async openedBy(action) {
          const known = new Set(context.pages());
          await action();
          return new Window(driverOf(await until("a window", () => context.pages().find((page) => !known.has(page)))));
        },
        count: async () => context.pages().length,
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
  click: (xpath) => page.locator(`xpath=${xpath}`).first().click(),
  count: (xpath) => page.locator(`xpath=${xpath}`).count(),
  close: () => page.close(),
});

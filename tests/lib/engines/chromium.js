import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumOptions } from "../chromium.js";
import { until } from "./poll.js";
import { Window } from "./window.js";

// Playwright lets every window open by itself, which hides that popup() needs the click.
const OPTIONS = { ...chromiumOptions(), ignoreDefaultArgs: ["--disable-popup-blocking"] };

// The last flag of a kind counts: Playwright's own has frames of other sites share their storage.
const OPTIONS_WITH_PROFILE = { ...OPTIONS, args: [...OPTIONS.args, "--disable-features=Translate"] };

/** A value of Chromium's preference for what frames of other sites may store. */
const REFUSE_INCOGNITO_ONLY = 2;

/** Chromium, through playwright-core. Its sessions are incognito, where frames of other sites get no storage. */
export async function launch() {
  const browser = await chromium.launch(OPTIONS);
  return {
    newSession: async () => sessionOf(await browser.newContext()),
    close: () => browser.close(),
  };
}

/**
 * Chromium as Chrome is, with a profile. Debian's own default is to refuse storage to frames of other sites,
 * and so is that of incognito windows, which the sessions of `launch` are.
 */
export async function launchWithProfile() {
  return {
    async newSession() {
      const folder = await newProfile({ profile: { cookie_controls_mode: REFUSE_INCOGNITO_ONLY } });
      const session = sessionOf(await chromium.launchPersistentContext(folder, OPTIONS_WITH_PROFILE));
      const close = () => session.close().finally(() => rm(folder, { recursive: true, force: true }));
      return { ...session, close };
    },
    close: async () => {},
  };
}

async function newProfile(preferences) {
  const folder = await mkdtemp(join(tmpdir(), "consentkey-"));
  await mkdir(join(folder, "Default"));
  await writeFile(join(folder, "Default", "Preferences"), JSON.stringify(preferences));
  return folder;
}

function sessionOf(context) {
  const errors = [];
  context.setDefaultTimeout(15_000);
  context.on("weberror", (uncaught) => errors.push(String(uncaught.error())));
  return {
    errors,
    open: async () => new Window(driverOf(context.pages()[0] ?? (await context.newPage()))),
    async openedBy(action) {
      const known = new Set(context.pages());
      await action();
      return new Window(driverOf(await until("a window", () => context.pages().find((page) => !known.has(page)))));
    },
    count: async () => context.pages().length,
    close: () => context.close(),
  };
}

const driverOf = (page) => ({
  goto: (url) => page.goto(url),
  url: async () => page.url(),
  evaluate: (expression) => page.evaluate(expression),
  click: (xpath) => page.locator(`xpath=${xpath}`).first().click(),
  clickWhat: async (expression) => (await page.evaluateHandle(expression)).asElement().click(),
  close: () => page.close(),
});

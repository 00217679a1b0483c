import { setTimeout } from "node:timers/promises";
import { startSandbox } from "consentkey-sandbox";
import { chromium } from "playwright-core";
import { chromiumOptions } from "../../lib/chromium.js";
import { listen } from "../../lib/listen.js";
import { answerBroker } from "../../lib/sign-in.js";
import { sendFile } from "./files.js";

/** For a page to appear, in milliseconds: development servers bundle when they are asked. */
const PATIENCE = 60_000;

/**
 * Serves a folder and signs in on its page.
 *
 * @param {string} folder
 * @param {{ headers?: Record<string, string>, base?: string }} [options] `headers` of every answer; `base` is the path
 *   at which the folder is served, default `/`
 */
export async function signInOn(folder, { headers = {}, base = "/" } = {}) {
  let settings;
  const { port, close } = await listen(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://page");
    if (pathname === "/settings.json") return response.writeHead(200, { "Content-Type": "application/json" }).end(settings);
    const path = pathname.startsWith(base) ? pathname.slice(base.length - 1) : "/nothing";
    await sendFile(response, folder, path, headers);
  });
  const origin = `http://127.0.0.1:${port}`;
  try {
    await signInAt(origin, { path: base, onSettings: (text) => (settings = text) });
  } finally {
    await close();
  }
}

/**
 * Signs in on a page of an origin.
 *
 * @param {string} origin
 * @param {{ onSettings: (json: string) => unknown, flags?: string[], path?: string }} options `onSettings` is told what
 *   the page has to find at `/settings.json`; `path` is the page's, default `/`
 */
export async function signInAt(origin, { onSettings, flags = [], path = "/" }) {
  const redirectUri = `${origin}${path}`;
  const sandbox = await startSandbox({ port: 0, redirectUris: [redirectUri] });
  const browser = await chromium.launch(chromiumOptions(flags));
  try {
    await onSettings(JSON.stringify({ clientId: "demo-rs256", redirectUri, endpoints: sandbox.endpoints }));
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("requestfailed", (request) => problems.push(`${request.url()} ${request.failure()?.errorText}`));
    const title = async (pattern) => {
      // Asked for from outside: a page whose policy forbids `eval` lets no condition be waited for within.
      const deadline = Date.now() + PATIENCE;
      let found = "";
      while (!found.startsWith("failed") && !pattern.test(found)) {
        if (Date.now() > deadline) throw new Error(`The page says nothing. ${problems.join("; ")}`);
        await setTimeout(50);
        // Between two documents there is none.
        found = await page.title().catch(() => "");
      }
      if (found.startsWith("failed")) throw new Error(`${found} ${problems.join("; ")}`);
    };
    await page.goto(redirectUri);
    await title(/^ready/);
    await page.getByRole("button", { name: "netID" }).click();
    await answerBroker(page);
    await page.waitForURL((url) => url.origin === origin);
    await title(/^token ./);
  } finally {
    await Promise.all([browser.close(), sandbox.close()]);
  }
}

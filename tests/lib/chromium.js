import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Chromium's sandbox refuses to run as root, which containers do.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/**
 * What Playwright has to know to start Chromium here.
 *
 * @param {string[]} [flags] further command-line flags
 * @returns {import("playwright-core").LaunchOptions}
 */
export function chromiumOptions(flags = []) {
  const executablePath = process.env.CHROMIUM_PATH ?? ["/usr/bin/chromium"].find(existsSync);
  return { executablePath, args: [...FLAGS, ...flags] };
}

/**
 * Starts Chromium.
 *
 * @param {string[]} [flags] further command-line flags
 * @returns {Promise<import("playwright-core").Browser>}
 */
export function launchChromium(flags = []) {
  return chromium.launch(chromiumOptions(flags));
}

/**
 * Counts the requests of a browser context that go to an address.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} address
 * @returns {() => number}
 */
export function countRequests(context, address) {
  let count = 0;
  context.on("request", (request) => {
    if (request.url() === address && request.method() !== "OPTIONS") count += 1;
  });
  return () => count;
}

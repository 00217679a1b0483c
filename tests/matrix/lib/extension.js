import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "consentkey-sandbox";
import { chromium } from "playwright-core";
import { chromiumOptions } from "../../lib/chromium.js";
import { answerBroker } from "../../lib/sign-in.js";

/** For a page to say something, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Loads the project as an extension into Chromium, and signs in on its page.
 *
 * @param {import("./project.js").Project} project
 */
export async function runExtension(project) {
  await project.run("esbuild", "extension.js", "--bundle", "--format=esm", "--outdir=dist", "--splitting");
  const id = idOf(project.folder);
  const sandbox = await startSandbox({ port: 0, redirectUris: [`https://${id}.chromiumapp.org/`], allowedOrigins: [`chrome-extension://${id}`] });
  const profile = await mkdtemp(join(tmpdir(), "consentkey-extension-"));
  const flags = ["--headless=new", `--load-extension=${project.folder}`, `--disable-extensions-except=${project.folder}`];
  const context = await chromium.launchPersistentContext(profile, { ...chromiumOptions(flags), headless: false });
  try {
    await writeFile(join(project.folder, "settings.json"), JSON.stringify({ clientId: "demo-rs256", endpoints: sandbox.endpoints }));
    await signIn(context, id);
  } finally {
    await Promise.all([context.close(), sandbox.close()]);
    await rm(profile, { recursive: true, force: true });
  }
}

async function signIn(context, id) {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${id}/extension.html`);
  await says(page, /^ready/);
  const window = context.waitForEvent("page");
  await page.getByRole("button", { name: "netID" }).click();
  await answerBroker(await window);
  await says(page, /^token ./);
}

/** Waits for a title. The page's policy forbids a condition that Playwright evaluates in it. */
async function says(page, pattern) {
  const deadline = Date.now() + PATIENCE;
  while (!pattern.test(await page.title())) {
    const title = await page.title();
    if (title.startsWith("failed") || Date.now() > deadline) throw new Error(title || "The page says nothing.");
    await page.waitForEvent("framenavigated", { timeout: 50 }).catch(() => {});
  }
}

/** Chromium names an extension that is loaded from a folder after the folder. */
function idOf(folder) {
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return Array.from(hash, (digit) => String.fromCharCode("a".charCodeAt(0) + parseInt(digit, 16))).join("");
}

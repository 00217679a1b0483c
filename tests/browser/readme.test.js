// The READMEs' first lines as pasted into a page, in their ordinary cases. Only names and addresses are replaced.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

async function samplesOf(path) {
  const text = await readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  return Array.from(text.matchAll(/```js\n([\s\S]*?)```/g), ([, sample]) => sample);
}

describe("a page with a README's lines", () => {
  let browser, site, sandbox, context, page, complaints, sent;
  const pages = {};

  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite("127.0.0.1", { pages })]);
    sandbox = await startSandbox({ port: 0, redirectUris: [`${site.origin}/`] });
  });
  after(() => Promise.all([browser?.close(), site?.close(), sandbox?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    complaints = [];
    sent = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "warning" && complaints.push(message.text()));
    await page.route(`${site.origin}/consent`, (route) => {
      sent.push(route.request().postData());
      return route.fulfill({ status: 204 });
    });
  });
  afterEach(() => context.close());

  async function open(sample) {
    const script = sample
      .replace(/"consentkey(?:\/(\w+))?"/g, (whole, entry = "index") => `"/consentkey/${entry}.js"`)
      .replace('"https://publisher.example/"', `"${site.origin}/"`)
      .replace('"your-client-id"', `"demo-rs256", endpoints: ${JSON.stringify(sandbox.endpoints)}`);
    pages["/"] = `<button id="netid">netID</button><script>const show = console.log;</script><script type="module">${script}</script>`;
    await page.goto(`${site.origin}/`);
  }

  const isTidy = () => page.waitForURL(`${site.origin}/`);

  for (const path of ["README.md", "pkg/README.md", "docs/index.md"]) {
    test(`${path}: a visitor who allows it leaves a token for the server`, async () => {
      await open((await samplesOf(path))[0]);
      await page.getByRole("button").click();
      const request = page.waitForRequest(`${site.origin}/consent`);
      await answerBroker(page);
      assert.ok(await sandbox.verifyPermissionToken((await request).postData()));
      assert.deepEqual(complaints, []);
    });

    test(`${path}: a visitor who says no disturbs nothing`, async () => {
      await open((await samplesOf(path))[0]);
      await page.getByRole("button").click();
      await answerBroker(page, { user: "Jonas Weber", answer: "Refuse" });
      await isTidy();
      // The page is still good for another try.
      await page.getByRole("button").click();
      await page.waitForURL(`${sandbox.origin}/**`);
      assert.deepEqual([complaints, sent], [[], []]);
    });

    test(`${path}: a click before the core has loaded waits for it`, async () => {
      await page.addInitScript(() => {
        // As Chrome before 114: what compiles at once leaves no time for a click.
        const { Module } = WebAssembly;
        WebAssembly.Module = function compile(bytes) {
          if (bytes.byteLength > 4096) throw new RangeError("Not at once on a page.");
          return new Module(bytes);
        };
        const released = new Promise((resolve) => Object.assign(globalThis, { release: resolve }));
        globalThis.isHeld = new Promise((held) => {
          for (const name of ["compile", "instantiate"]) {
            const original = WebAssembly[name];
            WebAssembly[name] = async (...args) => {
              held(true);
              await released;
              return original.apply(WebAssembly, args);
            };
          }
        });
      });
      await open((await samplesOf(path))[0]);
      assert.equal(await page.evaluate("isHeld"), true);
      await page.getByRole("button").click();
      assert.equal(page.url(), `${site.origin}/`);
      await page.evaluate("release()");
      await page.waitForURL(`${sandbox.origin}/**`);
      assert.deepEqual(complaints, []);
    });
  }

  test("docs/environments/script-tag.md: a classic script leaves a token for the server, and takes a no", async () => {
    const text = await readFile(new URL("../../docs/environments/script-tag.md", import.meta.url), "utf8");
    const [, html] = /```html\n(<script src[\s\S]*?)```/.exec(text);
    pages["/"] = html
      .replace('"/consentkey.global.js"', '"/consentkey/consentkey.global.js"')
      .replace('"https://publisher.example/"', `"${site.origin}/"`)
      .replace('"your-client-id"', `"demo-es256", endpoints: ${JSON.stringify(sandbox.endpoints)}`);
    const leave = async (choice) => {
      await page.goto(`${site.origin}/`);
      await page.getByRole("button").click();
      await answerBroker(page, choice);
    };
    await leave({ user: "Jonas Weber", answer: "Refuse" });
    await isTidy();
    assert.deepEqual([complaints, sent], [[], []]);
    await context.clearCookies();
    const request = page.waitForRequest(`${site.origin}/consent`);
    await leave();
    assert.ok(await sandbox.verifyPermissionToken((await request).postData()));
  });

  test("README.md: nobody signed in to netID disturbs nothing", async () => {
    const asked = sandbox.permissionCenter.requests.length;
    const sample = (await samplesOf("README.md"))[1].replace("\nconnect();", "\nawait connect();");
    await open(`${sample}\nglobalThis.isDone = true;`);
    await page.waitForFunction("globalThis.isDone");
    assert.ok(sandbox.permissionCenter.requests.length > asked);
    assert.deepEqual(complaints, []);
  });
});

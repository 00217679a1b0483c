// Pages without modules: one script, everything under one name.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import * as page from "consentkey";
import * as tcf from "consentkey/tcf";
import { launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

let browser, site, sandbox, script;
before(async () => {
  const file = await readFile(new URL("../../pkg/dist/consentkey.global.js", import.meta.url));
  const integrity = `sha384-${createHash("sha384").update(file).digest("base64")}`;
  script = `<script src="/consentkey/consentkey.global.js" integrity="${integrity}"></script>`;
  [browser, site] = await Promise.all([launchChromium(), serveSite("127.0.0.1", { pages: { "/": script } })]);
  sandbox = await startSandbox({ port: 0, redirectUris: [`${site.origin}/`] });
});
after(() => Promise.all([browser?.close(), site?.close(), sandbox?.close()]));

test("has everything of consentkey and consentkey/tcf, and no other name", async () => {
  const tab = await browser.newPage();
  await tab.goto(`${site.origin}/missing`);
  const before = await tab.evaluate(() => Object.getOwnPropertyNames(globalThis));
  await tab.goto(`${site.origin}/`);
  const added = await tab.evaluate((before) => Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name)), before);
  assert.deepEqual(added, ["consentkey"]);
  const names = await tab.evaluate("Object.keys(consentkey)");
  assert.deepEqual(names.sort(), [...new Set(["init", ...Object.keys(page), ...Object.keys(tcf)])].sort());
});

for (const charset of ["windows-1252", "ISO-2022-JP", "GBK", "UTF-8"]) {
  test(`signs in on a page in ${charset}`, async () => {
    const context = await browser.newContext();
    const headers = { "Content-Type": `text/html; charset=${charset}` };
    await context.route(`${site.origin}/`, async (route) => route.fulfill({ response: await route.fetch(), headers }));
    const tab = await context.newPage();
    const client = `consentkey.createNetidClient(${JSON.stringify({
      clientId: "demo-rs256",
      redirectUri: `${site.origin}/`,
      endpoints: sandbox.endpoints,
    })})`;
    await tab.goto(`${site.origin}/`);
    assert.equal(await tab.evaluate("document.characterSet"), charset);
    await tab.evaluate(`${client}.then((client) => void setTimeout(() => client.redirect()))`);
    await answerBroker(tab);
    await tab.waitForURL((url) => url.origin === site.origin);
    context.unroute(`${site.origin}/`);
    const token = await tab.evaluate(`${client}.then((client) => client.handleRedirect()).then((grant) => grant.permissionToken.value)`);
    assert.equal(typeof token, "string");
    await context.close();
  });
}

// Browsers where WebAssembly is off, or a page that does not allow it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

const PLAIN_CSP = { "Content-Security-Policy": "script-src 'self' 'unsafe-inline'" };

for (const [where, flags, headers] of [
  // Without a compiler at run time there is no WebAssembly, as in Lockdown Mode.
  ["a browser without WebAssembly", ["--js-flags=--jitless"], {}],
  ["a page whose Content-Security-Policy has no 'wasm-unsafe-eval'", [], PLAIN_CSP],
]) {
  describe(where, () => {
    let browser, site, sandbox;
    before(async () => {
      [browser, site] = await Promise.all([launchChromium(flags), serveSite("127.0.0.1", { headers })]);
      sandbox = await startSandbox({ port: 0, redirectUris: [`${site.origin}/`] });
    });
    after(() => Promise.all([browser?.close(), site?.close(), sandbox?.close()]));

    /** Runs `work(module, options)` as part of the page, which its Content-Security-Policy is for. */
    async function inPage(page, work) {
      const options = { clientId: "demo-rs256", redirectUri: `${site.origin}/`, endpoints: sandbox.endpoints };
      const outcome = page.evaluate(() => new Promise((resolve) => (globalThis.finish = resolve)));
      const script = `(${work})(${JSON.stringify(options)}).then((it) => finish({ it }), ({ code, message }) => finish({ code, message }))`;
      await page.addScriptTag({ content: script });
      return outcome;
    }

    test("compiles no WebAssembly", async () => {
      const page = await browser.newPage();
      await page.goto(`${site.origin}/`);
      const empty = "Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)";
      const { it } = await inPage(page, `async () => globalThis.WebAssembly?.compile(${empty}).then(() => true, () => false) ?? false`);
      assert.equal(it, false);
      await page.close();
    });

    test("says which directive to add, and what does without", async () => {
      const page = await browser.newPage();
      await page.goto(`${site.origin}/`);
      const { code, message } = await inPage(page, `async () => (await import("/consentkey/index.js")).default()`);
      assert.equal(code, "wasm_unavailable");
      assert.match(message, /'wasm-unsafe-eval'.*consentkey\/nowasm/);
    });

    for (const [way, load] of [
      ["consentkey/nowasm itself", `const module = await import("/consentkey/nowasm.js");`],
      ["the fallback of init()", `const module = await import("/consentkey/index.js");
        await module.default({ fallback: () => import("/consentkey/nowasm.js") });`],
    ]) {
      test(`signs in with a checked ID token by ${way}`, async () => {
        const page = await browser.newPage();
        await page.goto(`${site.origin}/`);
        const start = `async (options) => { ${load}
          const client = await module.createNetidClient(options);
          setTimeout(() => client.redirect({ flow: "loginPermission", appState: { article: "Grüße €" } })); }`;
        await inPage(page, start);
        await answerBroker(page);
        await page.waitForURL((url) => url.origin === site.origin);
        const { it: grant } = await inPage(page, `async (options) => { ${load}
          const client = await module.createNetidClient(options);
          return client.handleRedirect(); }`);
        assert.equal(typeof grant.permissionToken.value, "string");
        assert.equal(typeof grant.claims.sub, "string");
        assert.deepEqual(grant.appState, { article: "Grüße €" });
        assert.equal(page.url(), `${site.origin}/`);
        await page.close();
      });
    }

    test("memory that grows is memory still", async () => {
      const page = await browser.newPage();
      await page.goto(`${site.origin}/`);
      const { it: states } = await inPage(page, `async (options) => {
        const { createNetidClient } = await import("/consentkey/nowasm.js");
        const client = await createNetidClient({ ...options, storage: "memory" });
        const asked = ["a", "b".repeat(3e6), "c"].map((text) => client.authorize({ appState: text }).state);
        const back = asked.map((state) => client.parseRedirect(options.redirectUri + "?code=1&state=" + state));
        return back.map(({ appState }) => [appState[0], appState.length]);
      }`);
      assert.deepEqual(states, [["a", 1], ["b", 3e6], ["c", 1]]);
    });
  });
}

test("where WebAssembly works, the fallback is not asked for", async () => {
  const { default: init, createPkce } = await import(`${import.meta.resolve("consentkey")}?copy=nowasm`);
  await init({ fallback: () => assert.fail("asked for") });
  assert.equal(createPkce().codeVerifier.length, 43);
});

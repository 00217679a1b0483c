// What a page downloads, and when: the half that starts logins on every view, the other when something needs it.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { countRequests, launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

const FINISH = "**/consentkey/finish.js";

describe("the second half", () => {
  let browser, site, sandbox, context, page, files;

  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite()]);
    sandbox = await startSandbox({ port: 0, redirectUris: [`${site.origin}/`] });
  });
  after(() => Promise.all([browser?.close(), site?.close(), sandbox?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    files = [];
    page.on("request", (request) => {
      const [, name] = /\/consentkey\/(.+)$/.exec(request.url()) ?? [];
      if (name) files.push(name);
    });
  });
  afterEach(() => context.close());

  const optionsOf = () => ({ clientId: "demo-rs256", redirectUri: `${site.origin}/`, endpoints: sandbox.endpoints });

  async function open(query = "") {
    await page.goto(`${site.origin}/${query}`);
    await prepare();
  }

  async function prepare() {
    await page.evaluate(`(async () => {
      const { createNetidClient } = await import("/consentkey/index.js");
      globalThis.client = await createNetidClient(${JSON.stringify(optionsOf())});
    })()`);
  }

  const evaluate = (call) => page.evaluate(`(async () => ${call})().then((value) => ({ value }), ({ code }) => ({ code }))`);

  /** Signs in by redirect, up to the response. */
  async function comeBack() {
    await open();
    await page.evaluate("client.redirect({ flow: 'login' })");
    await answerBroker(page);
    await page.waitForURL(`${site.origin}/?*`);
    files.length = 0;
    await prepare();
  }

  test("is not downloaded by a page that starts logins, has no response or ends a session", async () => {
    await open();
    const { value } = await evaluate(`{
      const { url, state } = client.authorize();
      client.authorize({ flow: "login", appState: 1 });
      const first = client.parseRedirect(location.origin + "/?code=1&state=" + state);
      return [typeof url, await client.handleRedirect(), await client.handleRedirect("https://elsewhere.example/?code=1&state=2"), first.code];
    }`);
    assert.deepEqual(value, ["string", null, null, "1"]);
    assert.deepEqual(files, ["index.js"]);
  });

  test("is downloaded once, with the Permission Center's first question", async () => {
    await open();
    await evaluate("client.permissions.read()");
    await evaluate("client.permissions.read()");
    assert.deepEqual(files, ["index.js", "finish.js"]);
  });

  test("has the diagnosis in a file of its own, which can be tried again when it fails", async () => {
    await open();
    await context.route("**/consentkey/diagnose.js", (route) => route.abort(), { times: 1 });
    assert.equal((await evaluate("client.diagnose()")).code, "wasm_unavailable");
    const { value } = await evaluate("client.diagnose()");
    assert.ok(Array.isArray(value));
    assert.deepEqual(files, ["index.js", "finish.js", "diagnose.js", "diagnose.js"]);
  });

  test("is downloaded before a response is used up, which can be tried again when that fails", async () => {
    await comeBack();
    await context.route(FINISH, (route) => route.abort());
    const response = page.url();
    assert.equal((await evaluate("client.handleRedirect()")).code, "wasm_unavailable");
    assert.equal(page.url(), response);
    await context.unroute(FINISH);
    await page.reload();
    await prepare();
    assert.deepEqual((await evaluate("client.handleRedirect()")).value.scope, ["openid"]);
    assert.equal(page.url(), `${site.origin}/`);
  });

  test("may still be on its way when a window is given up, which closes at once", async () => {
    await open();
    let arrive;
    const arrival = new Promise((resolve) => (arrive = resolve));
    await context.route(FINISH, (route) => arrival.then(() => route.continue()));
    const tokenRequests = countRequests(context, sandbox.endpoints.token);
    await page.evaluate(`
      globalThis.abort = new AbortController();
      document.body.innerHTML = "<button>Sign in</button>";
      document.querySelector("button").onclick = () => {
        globalThis.outcome = client.popup({ signal: abort.signal }).catch(({ code }) => code);
      };
    `);
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button").click()]);
    await Promise.all([popup.waitForEvent("close"), page.evaluate("abort.abort()")]);
    arrive();
    assert.equal(await page.evaluate("outcome"), "aborted");
    assert.equal(tokenRequests(), 0);
  });
});

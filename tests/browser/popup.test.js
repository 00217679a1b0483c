// Signing in in a window of its own, against the local netID.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { countRequests, launchChromium } from "../lib/chromium.js";
import { callbackPage } from "../lib/pages.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

// The sandbox does not ask those again who said yes to it in another test.
const REFUSAL = { user: "Jonas Weber", answer: "Refuse" };

describe("popup()", () => {
  const pages = {};
  const headers = {};
  let browser, site, sandbox, context, page, tokenRequests;

  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite("127.0.0.1", { pages, headers })]);
    sandbox = await startSandbox({ port: 0, redirectUris: [`${site.origin}/`, `${site.origin}/callback`] });
    pages["/callback"] = callbackPage(optionsOf());
  });
  after(() => Promise.all([browser?.close(), site?.close(), sandbox?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    tokenRequests = countRequests(context, sandbox.endpoints.token);
    page = await context.newPage();
    await page.goto(`${site.origin}/`);
  });
  afterEach(() => {
    delete headers["Cross-Origin-Opener-Policy"];
    return context.close();
  });

  const optionsOf = (options) =>
    ({ clientId: "demo-rs256", redirectUri: `${site.origin}/callback`, endpoints: sandbox.endpoints, ...options });

  /** Gives the page a client and a button that calls popup(); what comes of it lands in `outcome`. */
  async function prepare(options, popupOptions) {
    await page.evaluate(`(async () => {
      const { createNetidClient } = await import("/consentkey/index.js");
      globalThis.client = await createNetidClient(${JSON.stringify(optionsOf(options))});
      globalThis.abort = new AbortController();
      const { open } = globalThis;
      globalThis.open = (...values) => ([globalThis.address] = values, (globalThis.popup = open(...values)));
      document.body.innerHTML = "<button>Sign in</button>";
      document.querySelector("button").onclick = () => {
        globalThis.outcome = client.popup({ ...${JSON.stringify(popupOptions ?? {})}, signal: abort.signal }).then(
          (grant) => ({ grant }),
          ({ code }) => ({ code, at: Date.now() }),
        );
      };
    })()`);
  }

  /** So that it does not come in the middle of what a stopped clock has seen. */
  const loadSecondHalf = () => page.evaluate("client.permissions.read({ signal: AbortSignal.abort() }).catch(() => {})");

  async function openPopup() {
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "Sign in" }).click()]);
    return popup;
  }

  async function signInByPopup() {
    await prepare();
    const popup = await openPopup();
    const closed = popup.waitForEvent("close");
    await answerBroker(popup);
    assert.deepEqual((await outcome()).grant?.scope, ["permission_management"]);
    await closed;
  }

  /** Gives pages a policy that cuts them off from the page that opened the window. */
  function isolate(pages) {
    return context.route(pages, async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      const headers = { ...response.headers(), "cross-origin-opener-policy": "same-origin" };
      await route.fulfill({ response, headers });
    });
  }

  /** What happens to a page when a window opens in front of it; headless pages always have the focus. */
  const lookAway = () =>
    page.evaluate(`(() => {
      document.hasFocus = () => false;
      dispatchEvent(new Event("blur"));
    })()`);

  const isSettled = () => page.evaluate("Promise.race([outcome.then(() => true), false])");
  const outcome = () => page.evaluate("outcome");
  const keepsSecrets = () => page.evaluate("Object.values(sessionStorage).join().includes('code_verifier')");

  test("answers the grant, closes the window and leaves the page as it is", async () => {
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await prepare({}, { appState: { article: 7 } });
    const popup = await openPopup();
    const closed = popup.waitForEvent("close");
    await answerBroker(popup);
    const { grant } = await outcome();
    await closed;
    assert.deepEqual(grant.scope, ["permission_management"]);
    assert.deepEqual(grant.appState, { article: 7 });
    assert.equal(page.url(), `${site.origin}/`);
    assert.equal(tokenRequests(), 1);
    assert.deepEqual(errors, []);
  });

  test("answers the code, with all that belongs to it, to a page whose back end exchanges it", async () => {
    await prepare({}, { appState: 1, exchange: false, flow: "login" });
    await answerBroker(await openPopup());
    const { grant: code } = await outcome();
    assert.deepEqual([code.appState, code.scope, code.flow, code.redirectUri], [1, ["openid"], "login", `${site.origin}/callback`]);
    assert.deepEqual([code.codeVerifier.length, code.nonce.length], [43, 43]);
    assert.equal(tokenRequests(), 0);
    assert.equal(await keepsSecrets(), false);
  });

  test("another origin's messages are no answer, whatever they say", async () => {
    await prepare();
    const popup = await openPopup();
    await popup.getByRole("button", { name: "Mia Sommer" }).waitFor();
    const state = new URLSearchParams(new URL(await page.evaluate("address")).search).get("state");
    await page.evaluate(`(() => {
      const data = { consentkey: ${JSON.stringify(state)}, say: "answer", url: ${JSON.stringify(`${site.origin}/callback?error=access_denied&state=${state}`)} };
      dispatchEvent(new MessageEvent("message", { origin: "https://elsewhere.example", source: window, data }));
    })()`);
    await answerBroker(popup);
    assert.deepEqual((await outcome()).grant?.scope, ["permission_management"]);
  });

  test("a refusal in the window is the page's error", async () => {
    await prepare();
    const popup = await openPopup();
    const closed = popup.waitForEvent("close");
    await answerBroker(popup, REFUSAL);
    assert.equal((await outcome()).code, "access_denied");
    await closed;
  });

  test("closing the window is noticed within a second", async () => {
    await prepare();
    const popup = await openPopup();
    const at = await page.evaluate("Date.now()");
    await popup.close();
    const { code, at: noticedAt } = await outcome();
    assert.equal(code, "popup_closed");
    assert.ok(noticedAt - at < 1000, `${noticedAt - at} ms`);
    assert.equal(await keepsSecrets(), false);
  });

  test("a window that the browser refuses has a code, and nothing stays in storage", async () => {
    await prepare();
    await page.evaluate("void (globalThis.open = () => null)");
    await page.getByRole("button", { name: "Sign in" }).click();
    assert.equal((await outcome()).code, "popup_blocked");
    assert.equal(await keepsSecrets(), false);
  });

  test("a page that gives up closes the window", async () => {
    await prepare();
    const popup = await openPopup();
    const closed = popup.waitForEvent("close");
    await page.evaluate("abort.abort()");
    assert.equal((await outcome()).code, "aborted");
    await closed;
  });

  for (const policy of ["same-origin", "same-origin-allow-popups"]) {
    test(`a page with Cross-Origin-Opener-Policy: ${policy} gets its answer, and the window closes`, async () => {
      headers["Cross-Origin-Opener-Policy"] = policy;
      await page.goto(`${site.origin}/?isolated`);
      await signInByPopup();
    });
  }

  test("a provider with Cross-Origin-Opener-Policy is no obstacle", async () => {
    await isolate(`${sandbox.origin}/**`);
    await prepare();
    const popup = await openPopup();
    await lookAway();
    await page.waitForFunction("popup.closed");
    const closed = popup.waitForEvent("close");
    await answerBroker(popup);
    assert.deepEqual((await outcome()).grant?.scope, ["permission_management"]);
    await closed;
  });

  test("a window that looks closed to a page that is not looked at counts as closed when the user is back", async () => {
    await page.clock.install();
    await prepare();
    await loadSecondHalf();
    await context.route(`${sandbox.origin}/**`, () => {});
    await page.getByRole("button", { name: "Sign in" }).click();
    await lookAway();
    await page.evaluate("popup.close()");
    await page.clock.runFor(5000);
    assert.equal(await isSettled(), false);
    await page.evaluate(`void dispatchEvent(new Event("focus"))`);
    await page.clock.runFor(5000);
    assert.equal((await outcome()).code, "popup_closed");
  });

  test("a page does not wait longer than for the response", async () => {
    await page.clock.install();
    await prepare({ transactionLifetime: 60 });
    await loadSecondHalf();
    const popup = await openPopup();
    const closed = popup.waitForEvent("close");
    await page.clock.runFor(61_000);
    assert.equal((await outcome()).code, "transaction_expired");
    await closed;
  });

  test("a window that stays open keeps no code, and a reload exchanges nothing again", async () => {
    await isolate(`${sandbox.origin}/**`);
    await prepare();
    const popup = await openPopup();
    await lookAway();
    await popup.addInitScript("globalThis.close = () => {}");
    const [response] = await Promise.all([
      popup.waitForRequest((request) => request.url().startsWith(`${site.origin}/callback`)),
      answerBroker(popup),
    ]);
    assert.deepEqual((await outcome()).grant?.scope, ["permission_management"]);
    await popup.waitForURL(`${site.origin}/callback`);
    await popup.waitForFunction("globalThis.outcome");
    assert.deepEqual(await popup.evaluate("outcome"), { grant: null });
    await popup.goto(response.url());
    await popup.waitForFunction("globalThis.outcome");
    assert.equal((await popup.evaluate("outcome")).code, "transaction_used");
    assert.equal(tokenRequests(), 1);
  });

  test("options that no popup can be answered with are refused before a window opens", async () => {
    await prepare();
    const codes = await page.evaluate(`(async () => {
      const { createNetidClient } = await import("/consentkey/index.js");
      const options = ${JSON.stringify(optionsOf())};
      const elsewhere = await createNetidClient({ ...options, redirectUri: "https://elsewhere.example/" });
      const app = await createNetidClient({ ...options, redirectUri: "example.app:/callback" });
      const codeOf = (work) => work.then(() => "none", ({ code }) => code);
      return Promise.all([
        codeOf(elsewhere.popup()),
        codeOf(app.popup()),
        codeOf(client.popup({ width: 0 })),
        codeOf(client.popup({ height: "tall" })),
        codeOf(client.popup({ flow: "other" })),
        codeOf(client.popup({ signal: AbortSignal.abort() })),
      ]);
    })()`);
    assert.deepEqual(codes, [...Array(5).fill("config_invalid"), "aborted"]);
    assert.equal(context.pages().length, 1);
  });

  test("storage that can't be used is replaced by memory", async () => {
    await prepare();
    await page.evaluate(`void Object.defineProperty(globalThis, "sessionStorage", { get() { throw new DOMException("no", "SecurityError"); } })`);
    const popup = await openPopup();
    await answerBroker(popup);
    assert.equal((await outcome()).grant?.scope.join(), "permission_management");
  });

  test("two windows at a time each bring their own answer", async () => {
    await prepare();
    const first = await openPopup();
    await page.evaluate("void (globalThis.firstOutcome = outcome)");
    const second = await openPopup();
    await answerBroker(second, REFUSAL);
    assert.equal((await outcome()).code, "access_denied");
    await answerBroker(first);
    assert.equal((await page.evaluate("firstOutcome")).grant?.scope.join(), "permission_management");
  });

  test("a user whose page is gone ends well in the window", async () => {
    await prepare();
    const popup = await openPopup();
    await page.close();
    await answerBroker(popup);
    await popup.waitForURL((url) => url.pathname === "/callback");
    await popup.waitForFunction("globalThis.outcome");
    assert.equal((await popup.evaluate("outcome")).grant?.scope.join(), "permission_management");
    assert.equal(popup.url(), `${site.origin}/callback`);
  });
});

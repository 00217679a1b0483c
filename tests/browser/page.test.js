// The package without a bundler, in a page of its own, against the local netID.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { countRequests, launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";

describe("a page", () => {
  let browser, site, sandbox, context, page, tokenRequests;

  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite()]);
    const redirectUris = [`${site.origin}/`, `${site.origin}/?edition=evening`];
    sandbox = await startSandbox({ port: 0, redirectUris });
  });
  after(() => Promise.all([browser?.close(), site?.close(), sandbox?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    tokenRequests = countRequests(context, sandbox.endpoints.token);
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
  });
  afterEach(() => context.close());

  /** Runs `work(client, module)` in the page with a client of the sandbox. */
  async function inPage(work, { path = "", ...options } = {}) {
    const all = { clientId: "demo-rs256", redirectUri: `${site.origin}/${path}`, endpoints: sandbox.endpoints, ...options };
    return page.evaluate(`(async () => {
      const module = await import("/consentkey/index.js");
      const client = await module.createNetidClient(${JSON.stringify(all)});
      return (${work})(client, module);
    })()`);
  }

  /** Sends the page to the sandbox and back, to the response's address. */
  async function comeBack(options, redirectOptions) {
    await page.goto(`${site.origin}/`);
    // The page is gone before the call could answer.
    await inPage(`(client) => void setTimeout(() => client.redirect(${JSON.stringify(redirectOptions ?? null)}))`, options);
    await answerBroker(page);
    await page.waitForURL((url) => url.origin === site.origin);
  }

  test("a callback handled twice at once is answered once", async () => {
    await comeBack();
    const outcome = await inPage(`async (client, module) => {
      const other = await module.createNetidClient(${JSON.stringify({ clientId: "demo-rs256", redirectUri: `${site.origin}/`, endpoints: sandbox.endpoints })});
      const href = location.href;
      const [one, two, three] = await Promise.all([client.handleRedirect(), client.handleRedirect(), other.handleRedirect()]);
      const later = await client.handleRedirect(href);
      return { same: one === two && two === three && three === later, flow: one.scope, next: await client.handleRedirect() };
    }`);
    assert.deepEqual(outcome, { same: true, flow: ["permission_management"], next: null });
    assert.equal(tokenRequests(), 1);
  });

  test("the page's own query, fragment and history state are kept", async () => {
    const options = { path: "?edition=evening" };
    await comeBack(options);
    const outcome = await inPage(`async (client) => {
      history.replaceState({ scrolled: 7 }, "", location.href + "#letters");
      const length = history.length;
      await client.handleRedirect();
      return { href: location.href, state: history.state, grew: history.length - length };
    }`, options);
    assert.deepEqual(outcome, { href: `${site.origin}/?edition=evening#letters`, state: { scrolled: 7 }, grew: 0 });
  });

  test("a response that the page moves away from is still answered and not put back", async () => {
    await comeBack();
    const outcome = await inPage(`async (client) => {
      const answer = client.handleRedirect();
      history.pushState(null, "", "/?page=2");
      const grant = await answer;
      return { href: location.href, held: grant.permissionToken !== null };
    }`);
    assert.deepEqual(outcome, { href: `${site.origin}/?page=2`, held: true });
  });

  test("application state comes back, and the grant says who signed in", async () => {
    await comeBack({ flow: "loginPermission" }, { appState: { back: "/news?a=1" } });
    const grant = await inPage(`async (client) => {
      const grant = await client.handleRedirect();
      return { ...grant, userinfo: await client.userinfo(grant) };
    }`, { flow: "loginPermission" });
    assert.deepEqual(grant.appState, { back: "/news?a=1" });
    assert.deepEqual(grant.scope.sort(), ["openid", "permission_management"]);
    assert.equal(grant.userinfo.sub, grant.claims.sub);
    assert.notEqual(grant.permissionToken.value, grant.accessToken.value);
    assert.equal(grant.permissionToken.expiresAt < grant.accessToken.expiresAt, true);
    assert.equal(grant.relayed, false);
  });

  test("parseRedirect hands out the code, uses it up and cleans the address bar", async () => {
    await comeBack();
    const outcome = await inPage(`(client) => {
      const href = location.href;
      const code = client.parseRedirect();
      let again;
      try { client.parseRedirect(href); } catch ({ code }) { again = code; }
      return { names: Object.keys(code).sort(), again, href: location.href };
    }`);
    assert.deepEqual(outcome, {
      names: ["appState", "code", "codeVerifier", "flow", "maxAge", "nonce", "redirectUri", "scope", "state"],
      again: "transaction_used",
      href: `${site.origin}/`,
    });
    assert.equal(tokenRequests(), 0);
  });

  test("another client's response is left for it, address bar included", async () => {
    await comeBack();
    const outcome = await inPage(`async (client, { createNetidClient }) => {
      const href = location.href;
      const other = await createNetidClient(${JSON.stringify({ clientId: "demo-es256", redirectUri: `${site.origin}/`, endpoints: sandbox.endpoints })});
      const { code } = await other.handleRedirect().catch((error) => error);
      const kept = location.href === href;
      return { code, kept, grant: (await client.handleRedirect()) !== null };
    }`);
    assert.deepEqual(outcome, { code: "state_unknown", kept: true, grant: true });
  });

  test("blocked storage has a code", async () => {
    await page.goto(`${site.origin}/`);
    const code = await inPage(`(client) => {
      Object.defineProperty(globalThis, "sessionStorage", { get() { throw new DOMException("no", "SecurityError"); } });
      try { client.authorize(); } catch (error) { return error.code; }
    }`);
    assert.equal(code, "storage_unavailable");
  });

  test("a failed load of the core can be tried again", async () => {
    await context.route("**/consentkey.wasm", (route) => route.abort(), { times: 1 });
    await page.goto(`${site.origin}/`);
    const codes = await page.evaluate(async () => {
      const { default: load, createPkce } = await import("/consentkey/index.js");
      const init = () => load("/consentkey/consentkey.wasm");
      const codeOf = async (work) => {
        try {
          await work();
          return "fine";
        } catch ({ code }) {
          return code;
        }
      };
      return [await codeOf(createPkce), await codeOf(init), await codeOf(createPkce), await codeOf(init), await codeOf(createPkce)];
    });
    assert.deepEqual(codes, ["not_initialized", "wasm_unavailable", "not_initialized", "fine", "fine"]);
  });

  test("a server that sends .wasm under another type is no obstacle", async () => {
    await context.route("**/consentkey.wasm", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "content-type": "application/octet-stream" } });
    });
    await page.goto(`${site.origin}/`);
    const verifier = await page.evaluate(async () => {
      const { default: init, createPkce } = await import("/consentkey/index.js");
      await init("/consentkey/consentkey.wasm");
      return createPkce().codeVerifier;
    });
    assert.equal(verifier.length, 43);
  });

  test("a page in another charset downloads the module and nothing else", async () => {
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const headers = { "Content-Type": "text/html; charset=iso-8859-1" };
    await context.route(`${site.origin}/`, async (route) => route.fulfill({ response: await route.fetch(), headers }));
    await page.goto(`${site.origin}/`);
    assert.equal(await page.evaluate("document.characterSet"), "windows-1252");
    assert.equal(await inPage("(client) => typeof client.authorize().url"), "string");
    assert.deepEqual(asked, ["/", "/consentkey/index.js"]);
  });
});

describe("a page on plain http", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([
      launchChromium(["--host-resolver-rules=MAP insecure.test 127.0.0.1"]),
      serveSite("insecure.test"),
    ]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  test("has no crypto.subtle, and PKCE and authorize() work there at once", async () => {
    const page = await browser.newPage();
    await page.goto(`${site.origin}/`);
    const outcome = await page.evaluate(async () => {
      const { createNetidClient, createPkce } = await import("/consentkey/index.js");
      const client = await createNetidClient({ clientId: "client", redirectUri: `${location.origin}/` });
      const { codeVerifier, codeChallenge, codeChallengeMethod } = createPkce();
      const { url, state, expiresAt } = client.authorize({ flow: "login" });
      return {
        isSecureContext,
        subtle: typeof crypto.subtle,
        lengths: [codeVerifier, codeChallenge, state.split(".")[0]].map(({ length }) => length),
        codeChallengeMethod,
        host: new URL(url).host,
        inTime: expiresAt > Date.now(),
      };
    });
    assert.deepEqual(outcome, {
      isSecureContext: false,
      subtle: "undefined",
      lengths: [43, 43, 43],
      codeChallengeMethod: "S256",
      host: "broker.netid.de",
      inTime: true,
    });
  });
});

// The whole way in a page: sign in, store a consent, and find it again on another device.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { createNetidBackend } from "consentkey/server";
import { launchChromium } from "../lib/chromium.js";
import { bannerPage, callbackPage } from "../lib/pages.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";
import { tcfPage } from "../lib/tcf-page.js";

describe("the Permission Center from a page", () => {
  const pages = {};
  const foreignPages = {};
  let browser, site, foreign, sandbox, options;

  before(async () => {
    [browser, site, foreign] = await Promise.all([
      launchChromium(),
      serveSite("127.0.0.1", { pages }),
      serveSite("localhost", { pages: foreignPages }),
    ]);
    const redirectUris = [`${site.origin}/callback`, `${foreign.origin}/callback`];
    sandbox = await startSandbox({ port: 0, redirectUris });
    options = { clientId: "demo-rs256", endpoints: sandbox.endpoints };
    pages["/"] = bannerPage({ ...options, redirectUri: redirectUris[0] }) + (await tcfPage());
    pages["/callback"] = callbackPage({ ...options, redirectUri: redirectUris[0] });
    foreignPages["/"] = bannerPage({ ...options, redirectUri: redirectUris[1] });
    foreignPages["/callback"] = callbackPage({ ...options, redirectUri: redirectUris[1] });
  });
  after(() => Promise.all([browser?.close(), site?.close(), foreign?.close(), sandbox?.close()]));

  let device;
  beforeEach(() => newDevice());
  afterEach(() => device.close());

  /** A browser without a past. */
  async function newDevice() {
    await device?.close();
    device = await browser.newContext();
    device.setDefaultTimeout(10_000);
  }

  async function open(of = site) {
    const page = await device.newPage();
    await page.goto(`${of.origin}/`);
    await page.waitForFunction("globalThis.client");
    return page;
  }

  async function signIn(page, user) {
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#open")]);
    await answerBroker(popup, { user });
    return page.evaluate("outcome");
  }

  const read = (page) =>
    page.evaluate("client.permissions.read().catch(({ code, status, statusCode }) => ({ code, status, statusCode }))");

  test("is told by NO_TPID that nobody is signed in", async () => {
    assert.deepEqual(await read(await open()), { code: "permission_denied", status: 400, statusCode: "NO_TPID" });
  });

  test("a consent stored on one device is found on another", async () => {
    let page = await open();
    await signIn(page);
    assert.equal((await read(page)).statusCode, "PERMISSIONS_NOT_FOUND");
    const tcString = await page.evaluate("tcStringOf(1, 3)");
    const identifiers = await page.evaluate(`client.permissions.write({ idconsent: "VALID", iabTcString: "${tcString}" })`);
    await newDevice();
    page = await open();
    await signIn(page);
    const { subjectIdentifiers, idconsent, iabTcString } = await read(page);
    assert.deepEqual([subjectIdentifiers, idconsent.status, iabTcString.value], [identifiers, "VALID", tcString]);
  });

  test("a CMP stores a decision, and the CMP of another device gets it", async () => {
    let page = await open();
    await signIn(page, "Jonas Weber");
    const connect = `
      globalThis.permissions = client.permissions;
      loadStub();
      connect({ idconsent: () => "VALID", adtechPass: true });
      globalThis.cmp = loadCmp();
      cmp.update("", true);
      await connection.status;`;
    const decided = await page.evaluate(`(async () => {
      ${connect}
      cmp.update(tcStringOf(2, 4), false);
      await connection.flush();
      return [tcStringOf(2, 4), localStorage.netid_utiq_adtechpass, events.errors];
    })()`);
    assert.deepEqual([typeof decided[1], decided[2]], ["string", []]);
    await newDevice();
    page = await open();
    await signIn(page, "Jonas Weber");
    await page.evaluate(`(async () => { ${connect} })()`);
    await page.waitForFunction("events.injected.length === 1");
    assert.deepEqual(await page.evaluate("events.injected"), [decided[0]]);
  });

  test("where third-party cookies don't travel, a page gets NO_TPID and its server the status", async () => {
    const page = await open(foreign);
    const { grant } = await signIn(page, "Alex Krüger");
    assert.equal((await read(page)).statusCode, "NO_TPID");
    const backend = await createNetidBackend({
      ...options,
      clientId: "demo-website",
      clientSecret: sandbox.clients["demo-website"].clientSecret,
      redirectUri: `${foreign.origin}/callback`,
    });
    const permissions = backend.permissions(grant.permissionToken);
    await permissions.write({ idconsent: "INVALID" });
    assert.equal((await permissions.read()).idconsent.status, "INVALID");
  });

  test("an origin that is not registered is told as network, since the browser withholds the answer", async () => {
    const page = await device.newPage();
    const stranger = await serveSite("127.0.0.1", { pages });
    await page.goto(`${stranger.origin}/`);
    await page.waitForFunction("globalThis.client");
    assert.equal((await read(page)).code, "network");
    await stranger.close();
  });
});

// The elements in the hands of people who use a keyboard, a small screen or less motion.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launchChromium } from "../lib/chromium.js";
import { serveSite } from "../lib/site.js";

let browser, site, context, page;
const pages = {};
before(async () => {
  [browser, site] = await Promise.all([launchChromium(), serveSite("127.0.0.1", { pages })]);
});
after(() => Promise.all([browser?.close(), site?.close()]));
beforeEach(() => open());
afterEach(() => context.close());

async function open(options, body = "<a href='#'>Behind</a>", attributes = "") {
  await context?.close();
  context = await browser.newContext(options);
  page = await context.newPage();
  pages["/"] = `<meta name="viewport" content="width=device-width"><script type="module" src="/consentkey/elements.js"></script>${body}
    <netid-permission client-id="c" redirect-uri="${site.origin}/" ${attributes}><p>Dürfen wir? <a href="#">Datenschutz</a></p></netid-permission>`;
  await page.goto(site.origin);
  await page.locator("dialog").waitFor();
}

const layer = (expression) => page.evaluate(`(({ shadowRoot }) => ${expression})(document.querySelector("netid-permission"))`);
const isOpen = () => layer('shadowRoot.querySelector("dialog").open');

test("the Tab key stays within the layer", async () => {
  const seen = new Set();
  for (let press = 0; press < 9; press += 1) {
    await page.keyboard.press("Tab");
    seen.add(await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement.shadowRoot?.activeElement?.getAttribute("part") ?? (activeElement.localName === "a" ? activeElement.textContent : "");
    }));
  }
  assert.ok(["Datenschutz", "refuse", "grant"].every((name) => seen.has(name)), [...seen].join());
  assert.equal(seen.has("Behind"), false);
});

test("Escape closes it without a decision, and the next page asks again", async () => {
  await page.keyboard.press("Escape");
  assert.equal(await isOpen(), false);
  assert.equal(await page.evaluate('localStorage.getItem("consentkey.permission")'), null);
  await page.reload();
  await page.locator("dialog").waitFor();
});

test("the Enter key decides", async () => {
  for (let press = 0; press < 2; press += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await isOpen(), false);
  const { c } = await page.evaluate('JSON.parse(localStorage.getItem("consentkey.permission"))');
  assert.equal(c.idconsent, "INVALID");
});

test("all of it can be reached at 200 % of a phone, with nothing to scroll sideways", async () => {
  await open({ viewport: { width: 187, height: 333 } });
  assert.deepEqual(await layer("[document.documentElement.scrollWidth, shadowRoot.querySelector('dialog').scrollWidth]"), [187, 187]);
  await page.getByRole("button", { name: "Zustimmen mit netID" }).scrollIntoViewIfNeeded();
  const { y, height } = await page.getByRole("button", { name: "Zustimmen mit netID" }).boundingBox();
  assert.ok(y >= 0 && y + height <= 333);
});

test("it moves only where motion is welcome", async () => {
  const count = () => layer("shadowRoot.querySelector('dialog').getAnimations().length + Number(getComputedStyle(shadowRoot.querySelector('dialog')).animationName !== 'none')");
  assert.ok((await count()) > 0);
  await open({ reducedMotion: "reduce" });
  assert.equal(await count(), 0);
});

test("it follows the page from right to left", async () => {
  await open({ viewport: { width: 800, height: 600 } }, "<script>document.documentElement.dir = 'rtl'</script>");
  const [refuse, grant] = await Promise.all(["Ablehnen", "Zustimmen mit netID"].map((name) => page.getByRole("button", { name }).boundingBox()));
  assert.ok(refuse.x > grant.x);
});

test("a page without localStorage is asked and answered all the same", async () => {
  await open({}, "<script>Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })</script>");
  await page.getByRole("button", { name: "Ablehnen" }).click();
  assert.equal(await isOpen(), false);
});

test("it works where inline styles are not allowed", async () => {
  await open({}, `<meta http-equiv="Content-Security-Policy" content="style-src 'none'">`);
  assert.equal(await layer("getComputedStyle(shadowRoot.querySelector('dialog')).borderTopWidth"), "0px");
});

test("importing it on a server does nothing", async () => {
  const { NetidButton, NetidPermission } = await import("consentkey/elements");
  assert.deepEqual([typeof NetidButton, typeof NetidPermission], ["function", "function"]);
});

test("before a click nothing is asked but for the package itself", async () => {
  await context.close();
  context = await browser.newContext();
  const asked = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  page = await context.newPage();
  await page.goto(site.origin);
  await page.evaluate(`document.querySelector("netid-permission").client()`);
  assert.deepEqual(asked.filter((path) => !path.startsWith("/consentkey/") && path !== "/" && path !== ","), []);
});

const LISTEN = "<script>globalThis.told = []; addEventListener('netid-error', ({ detail: { error } }) => told.push([error.name, error.code]));</script>";
const told = async () => (await page.waitForFunction("told.length > 0")) && page.evaluate("told");

test("endpoints that are no JSON are a mistake in the options", async () => {
  await open({}, LISTEN, "endpoints='{'");
  assert.deepEqual(await told(), [["ConsentKeyError", "config_invalid"]]);
});

test("where the rest of the package can't be had, that is told, and the next click tries again", async () => {
  await context.close();
  context = await browser.newContext();
  page = await context.newPage();
  await page.route("**/consentkey/index.js", (route) => route.abort());
  pages["/"] = `${LISTEN}${pages["/"]}`;
  await page.goto(site.origin);
  assert.deepEqual(await told(), [["ConsentKeyError", "network"]]);
  await page.getByRole("button", { name: "Zustimmen mit netID" }).click();
  await page.waitForFunction("told.length > 1");
  assert.notEqual(await layer('shadowRoot.querySelector("[part=problem]").textContent'), "");
});

test("a mark of a refusal that is damaged, or of a time to come, keeps nothing quiet", async () => {
  for (const kept of ["{", "7", "null", '{"c":null}', '{"c":{"idconsent":"INVALID","at":"x"}}', '{"c":{"idconsent":"INVALID","at":1e15}}']) {
    await open({}, `<script>localStorage.setItem("consentkey.permission", ${JSON.stringify(kept)})</script>`);
    assert.equal(await isOpen(), true, kept);
  }
});

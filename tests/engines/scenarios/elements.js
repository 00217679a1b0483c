// <netid-button> and <netid-permission>, against the local netID.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { attributesOf, elementPage, guidePage } from "../../lib/elements.js";
import { until } from "../../lib/engines/poll.js";
import { Stage } from "./stage.js";

const AXE = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const LAYER = 'document.querySelector("netid-permission")';
const BUTTON = 'document.querySelector("netid-button")';
const part = (name, element = LAYER) => `${element}.shadowRoot?.querySelector("[part=${name}]")`;
const IS_OPEN = `${part("layer")}?.open === true`;
const LISTEN = `<script>
  globalThis.told = [];
  for (const name of ["netid-grant", "netid-refusal", "netid-error"]) {
    addEventListener(name, ({ detail }) => told.push([name, detail.error?.code ?? null, Boolean(detail.grant), detail.identifiers?.tpid ? "stored" : null]));
  }
</script>`;

/** Says yes as somebody who has not done so before. */
async function allow(provider, user, choice = "Allow") {
  await provider.click(user);
  await provider.click(choice);
}

/** @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines */
export function testElements(browser) {
  const attributes = (stage, more) => {
    const { endpoints } = stage.sandbox;
    return { "client-id": "demo-rs256", "redirect-uri": `${stage.site.origin}/`, endpoints, ...more };
  };

  async function open(stage, body) {
    stage.pages["/"] = body;
    await stage.window.goto(`${stage.site.origin}/`);
  }

  const told = async (stage, count = 1) => {
    await stage.window.waitFor(`globalThis.told?.length >= ${count}`);
    return stage.window.evaluate("told");
  };

  /** The client is there, so that a window opens in the very click. */
  const ready = (stage, element = LAYER) => stage.window.waitFor(`${element}.client().then(() => true)`);
  const stored = (stage) => stage.window.evaluate(`${LAYER}.client().then(({ permissions }) => permissions.read()).then(({ idconsent }) => idconsent?.status)`);
  const violations = (stage, selector) =>
    stage.window.evaluate(
      `axe.run(${JSON.stringify(selector)}).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`,
    );

  describe("<netid-permission>", () => {
    const stage = new Stage(browser);

    test("keeps a consent with netID on the guide's page, with two scripts and nothing else", async () => {
      const page = await guidePage(attributes(stage));
      assert.equal(page.match(/<script/g).length, 2);
      await open(stage, page);
      await stage.window.waitFor(IS_OPEN);
      await ready(stage);
      await allow(await stage.session.openedBy(() => stage.window.clickWhat(part("grant"))), "Mia Sommer");
      await stage.onlyOneWindowIsLeft();
      await stage.window.waitFor(`!(${IS_OPEN})`);
      await until("the consent to be stored", async () => (await stored(stage)) === "VALID");
      await open(stage, stage.pages["/"]);
      await ready(stage);
      assert.equal(await stage.window.evaluate(IS_OPEN), false, "nobody is asked twice");
    });

    test("keeps it where the page is left for the sign-in", async () => {
      const page = await elementPage("netid-permission", attributes(stage, { "client-id": "demo-es256", mode: "redirect" }));
      await open(stage, LISTEN + page);
      await ready(stage);
      await stage.window.clickWhat(part("grant"));
      await allow(stage.window, "Mia Sommer");
      await stage.window.waitForUrl(({ origin, search }) => origin === stage.site.origin && search === "");
      assert.deepEqual(await told(stage), [["netid-grant", null, true, "stored"]]);
      assert.equal(await stored(stage), "VALID");
      assert.equal(await stage.window.evaluate(IS_OPEN), false);
    });

    test("takes a refusal at once, without a window, and is quiet for the mute period", async () => {
      await open(stage, LISTEN + (await elementPage("netid-permission", attributes(stage))));
      await stage.window.clickWhat(part("refuse"));
      assert.deepEqual(await told(stage), [["netid-refusal", null, false, null]]);
      assert.deepEqual([await stage.window.evaluate(IS_OPEN), await stage.session.count()], [false, 1]);
      await open(stage, stage.pages["/"]);
      await ready(stage);
      assert.equal(await stage.window.evaluate(IS_OPEN), false);
      await open(stage, await elementPage("netid-permission", attributes(stage, { "mute-days": 0 })));
      await stage.window.waitFor(IS_OPEN);
    });

    test("a refusal at netID is one here", async () => {
      await open(stage, LISTEN + (await elementPage("netid-permission", attributes(stage, { "client-id": "demo-ps256" }))));
      await ready(stage);
      await allow(await stage.session.openedBy(() => stage.window.clickWhat(part("grant"))), "Mia Sommer", "Refuse");
      assert.deepEqual(await told(stage), [["netid-refusal", "access_denied", false, null]]);
      assert.equal(await stage.window.evaluate(IS_OPEN), false);
    });

    test("a window that is closed decides nothing", async () => {
      await open(stage, LISTEN + (await elementPage("netid-permission", attributes(stage))));
      await ready(stage);
      const popup = await stage.session.openedBy(() => stage.window.clickWhat(part("grant")));
      await popup.waitForButton("Mia Sommer");
      await popup.close();
      assert.deepEqual(await told(stage), [["netid-error", "popup_closed", false, null]]);
      assert.deepEqual([await stage.window.evaluate(IS_OPEN), await stage.window.evaluate(`${part("problem")}.textContent`)], [true, ""]);
    });

    test("a click before its script is there is kept", async () => {
      const early = '<button slot="early">Zustimmen mit netID</button>';
      await open(stage, await elementPage("netid-permission", attributes(stage, { "client-id": "demo-eddsa", mode: "redirect" }), early, ""));
      await stage.window.click("Zustimmen mit netID");
      await stage.window.evaluate('void import("/consentkey/elements.js")');
      await stage.window.waitForUrl(({ origin }) => origin !== stage.site.origin);
      await allow(stage.window, "Mia Sommer");
      await stage.window.waitForUrl(({ origin }) => origin === stage.site.origin);
    });

    test("so is a refusal", async () => {
      const early = '<button slot="early" value="refuse">Ablehnen</button>';
      await open(stage, LISTEN + (await elementPage("netid-permission", attributes(stage), early, "")));
      await stage.window.click("Ablehnen");
      await stage.window.evaluate('void import("/consentkey/elements.js")');
      assert.deepEqual(await told(stage), [["netid-refusal", null, false, null]]);
    });

    test("takes the focus into a modal dialogue, and gives it back", async () => {
      const page = await elementPage("netid-permission", attributes(stage, { manual: "" }));
      await open(stage, `<button id="opener">Open</button>${page}`);
      await ready(stage);
      await stage.window.evaluate(`void (opener = document.getElementById("opener"), opener.focus(), ${LAYER}.show())`);
      const inside = await stage.window.evaluate(`[document.activeElement.localName, ${LAYER}.shadowRoot.activeElement.localName, ${part("layer")}.matches(":modal")]`);
      assert.deepEqual(inside, ["netid-permission", "h2", true]);
      await stage.window.evaluate(`void ${LAYER}.hide()`);
      assert.equal(await stage.window.evaluate("document.activeElement.id"), "opener");
    });

    test("is German unless the page is English, and says which to netID and to readers", async () => {
      for (const [lang, text] of [["", "Zustimmen mit netID"], ["fr", "Zustimmen mit netID"], ["en-GB", "Agree with netID"]]) {
        await open(stage, await elementPage("netid-permission", attributes(stage, lang && { lang })));
        await stage.window.waitFor(IS_OPEN);
        assert.equal(await stage.window.evaluate(`${part("grant")}.textContent`), text);
        assert.equal(await stage.window.evaluate(`${part("layer")}.lang`), lang.slice(0, 2) === "en" ? "en" : "de");
      }
    });

    test("axe finds nothing in it, light and dark, German and English", async () => {
      for (const look of [{ theme: "light" }, { theme: "dark" }, { lang: "en", theme: "light", variant: "white" }, { theme: "dark", variant: "outline" }]) {
        const own = "<p>Wir sind das <a href='/privacy'>Beispiel</a>.</p>";
        await open(stage, `<script>${AXE}</script>${await elementPage("netid-permission", attributes(stage, look), own)}`);
        await stage.window.waitFor(IS_OPEN);
        await stage.window.waitFor(`${part("layer")}.getAnimations().every(({ playState }) => playState === "finished")`);
        assert.deepEqual(await violations(stage, "netid-permission"), [], JSON.stringify(look));
      }
    });

    test("what can't be a client is told, and asked for no more than once", async () => {
      await open(stage, `${LISTEN}<script type="module" src="/consentkey/elements.js"></script><netid-permission></netid-permission>`);
      assert.deepEqual(await told(stage), [["netid-error", "config_invalid", false, null]]);
    });
  });

  describe("<netid-button>", () => {
    const stage = new Stage(browser);

    test("signs in by a click, and tells the page", async () => {
      await open(stage, LISTEN + (await elementPage("netid-button", attributes(stage))));
      await ready(stage, BUTTON);
      await allow(await stage.session.openedBy(() => stage.window.clickWhat(part("button", BUTTON))), "Mia Sommer");
      assert.deepEqual(await told(stage), [["netid-grant", null, true, null]]);
      assert.equal(await stage.window.evaluate(`${part("button", BUTTON)}.ariaBusy`), null);
    });

    test("leaves the page where a window could not bring the answer back", async () => {
      const elsewhere = attributes(stage, { "redirect-uri": stage.site.origin.replace("127.0.0.1", "localhost") });
      await open(stage, await elementPage("netid-button", elsewhere));
      await ready(stage, BUTTON);
      await stage.window.clickWhat(part("button", BUTTON));
      await stage.window.waitForUrl(({ origin }) => origin !== stage.site.origin);
    });

    test("leaves a second element of the page out of its answer", async () => {
      const both = ["one", "two"].map((id) => `<netid-button id="${id}" ${attributesOf(attributes(stage, { "client-id": "demo-es256", mode: "redirect" }))}></netid-button>`);
      await open(stage, `<script>globalThis.ids = []; addEventListener("netid-grant", ({ target }) => ids.push(target.id));</script><script type="module" src="/consentkey/elements.js"></script>${both.join("")}`);
      await ready(stage, 'document.querySelector("#two")');
      await stage.window.clickWhat(part("button", 'document.querySelector("#two")'));
      await allow(stage.window, "Mia Sommer");
      await stage.window.waitFor("globalThis.ids?.length > 0");
      assert.deepEqual(await stage.window.evaluate("ids"), ["two"]);
    });

    test("has the style guide's labels and sizes, and axe finds nothing in any of them", async () => {
      const labels = { login: "Login mit netID", "netid-login": "netID Login", "sign-in": "Mit netID anmelden", netid: "netID" };
      const heights = { small: 24, medium: 32, large: 40 };
      const all = Object.keys(labels).flatMap((label) => Object.keys(heights).flatMap((size) => ["green", "white", "outline"].map((variant) => ({ label, size, variant }))));
      const buttons = all.map((look) => `<netid-button ${attributesOf(attributes(stage, { ...look, manual: "" }))}></netid-button>`).join(" ");
      await open(stage, `<script>${AXE}</script><script type="module" src="/consentkey/elements.js"></script><main>${buttons}</main>`);
      await stage.window.waitFor(`Boolean(customElements.get("netid-button"))`);
      const found = await stage.window.evaluate(
        `[...document.querySelectorAll("netid-button")].map(({ shadowRoot }) => [shadowRoot.querySelector("span").textContent, Math.floor(shadowRoot.querySelector("button").offsetHeight)])`,
      );
      found.forEach(([text, height], index) => {
        assert.equal(text, labels[all[index].label]);
        assert.ok(height >= heights[all[index].size] && height <= heights[all[index].size] + 6, `${all[index].size}: ${height}`);
      });
      assert.deepEqual(await violations(stage, "main"), []);
    });
  });
}

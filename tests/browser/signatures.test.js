// Signatures as Chromium checks them, by keys that the local netID does not have.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { launchChromium } from "../lib/chromium.js";
import { answerBroker } from "../lib/sign-in.js";
import { ALGORITHMS, newSigner } from "../lib/signer.js";
import { serveSite } from "../lib/site.js";

describe("Chromium", () => {
  let browser, site, sandbox, context, page;

  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite()]);
    sandbox = await startSandbox({ port: 0, redirectUris: [`${site.origin}/`] });
  });
  after(() => Promise.all([browser?.close(), site?.close(), sandbox?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
  });
  afterEach(() => context.close());

  /** Puts a key in the place of the provider's, and its signature on the ID token. */
  async function signWith(sign, jwk) {
    await context.route("**/netid-jwks.json", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { keys: [jwk] } });
    });
    await context.route(sandbox.endpoints.token, async (route) => {
      const response = await route.fetch();
      const answer = await response.json();
      const claims = Buffer.from(answer.id_token.split(".")[1], "base64url").toString();
      await route.fulfill({ response, json: { ...answer, id_token: sign(claims) } });
    });
  }

  /** Whom a sign-in finds, else its reason or code. */
  async function signIn() {
    const options = { clientId: "demo-rs256", redirectUri: `${site.origin}/`, endpoints: sandbox.endpoints, flow: "login" };
    const inPage = (work) =>
      page.evaluate(`(async () => {
        const { createNetidClient } = await import("/consentkey/index.js");
        return (${work})(await createNetidClient(${JSON.stringify(options)}));
      })()`);
    await page.goto(`${site.origin}/`);
    // The page is gone before the call could answer.
    await inPage("(client) => void setTimeout(() => client.redirect())");
    await answerBroker(page);
    await page.waitForURL((url) => url.origin === site.origin);
    return inPage(
      "(client) => client.handleRedirect().then(({ claims }) => typeof claims.sub, ({ code, reason }) => reason ?? code)",
    );
  }

  for (const alg of ALGORITHMS) {
    test(`checks a signature by ${alg}`, async () => {
      const { jwk, sign } = newSigner(alg, "own");
      await signWith(sign, jwk);
      assert.equal(await signIn(), "string");
    });
  }

  test("takes a key whose numbers have zeros before them", async () => {
    const { jwk, sign } = newSigner("RS256", "own");
    const padded = (name) => Buffer.from([0, ...Buffer.from(jwk[name], "base64url")]).toString("base64url");
    await signWith(sign, { ...jwk, n: padded("n"), e: padded("e") });
    assert.equal(await signIn(), "string");
  });

  test("takes nothing for a part of a key that another script put on all objects", async () => {
    const { jwk, sign } = newSigner("RS256", "own");
    await signWith(sign, jwk);
    await context.addInitScript(() => {
      for (const [name, value] of Object.entries({ d: "AQAB", ext: false, oth: [{}] })) {
        Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true });
      }
    });
    assert.equal(await signIn(), "string");
  });

  test("refuses a signature by another key", async () => {
    const { sign } = newSigner("ES384", "own");
    await signWith(sign, newSigner("ES384", "own").jwk);
    assert.equal(await signIn(), "signature");
  });
});

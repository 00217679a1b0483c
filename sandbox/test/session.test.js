import assert from "node:assert/strict";
import { after, afterEach, before, describe, it, mock } from "node:test";
import { decodeJwt } from "jose";
import { startSandbox } from "../src/index.js";
import { Browser, buttons, heading } from "./browser.js";
import { REDIRECT_URI, authorizationUrl, pkce, requestToken } from "./client.js";

const SIGN_IN = "Sign in with your netID";
const APPROVAL = "Demo Publisher asks for your approval";
const OVER = "This sign-in is over";

let sandbox;
let browser;
before(async () => {
  sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI] });
});
after(() => sandbox.close());

/** Opens an authorization request in a tab of the browser. */
async function openTab(parameters = {}) {
  const { verifier, challenge } = pkce();
  const page = await browser.open(authorizationUrl(sandbox, { challenge, scope: "openid", ...parameters }));
  return { page, verifier };
}

/** Signs a user in and approves what the demo client asks for. */
async function signIn(user = "Mia Sommer", parameters = {}) {
  const { page, verifier } = await openTab(parameters);
  const approval = await browser.press(page, user);
  return { ...(await browser.press(approval, "Allow")), verifier };
}

async function subjectOf({ left, verifier }, parameters = {}) {
  const { body } = await requestToken(sandbox, { code: left.searchParams.get("code"), code_verifier: verifier, ...parameters });
  return decodeJwt(body.id_token);
}

async function freshBrowser() {
  browser = new Browser(sandbox);
  // Approvals belong to the accounts, so one test's would show up in the next.
  for (const { name } of sandbox.users) {
    const page = await browser.press((await openTab()).page, name);
    await (page.left ? page : browser.press(page, "Allow"));
    await browser.press(await browser.open("/signout"), "Sign out and forget approvals");
  }
}

describe("sign-in and approval pages", () => {
  before(freshBrowser);

  it("are shown one after the other, with a button for each answer", async () => {
    const { page } = await openTab({ scope: "openid permission_management profile email" });
    assert.equal(heading(page), SIGN_IN);
    assert.deepEqual(buttons(page).map(({ name }) => name), ["Mia Sommer", "Jonas Weber", "Alex Krüger", "Cancel"]);
    const approval = await browser.press(page, "Jonas Weber");
    assert.equal(heading(approval), APPROVAL);
    assert.deepEqual(buttons(approval).map(({ name }) => name), ["Not you?", "Refuse", "Allow"]);
    for (const words of ["Store your consent choices", "Sign you in", "jonas@example.org", "not in your account"]) {
      assert.ok(approval.text.includes(words), words);
    }
  });

  it("forbid scripts and frames other than their own, and being stored", async () => {
    const { page } = await openTab();
    const policy = page.headers.get("content-security-policy");
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(page.headers.get("cache-control"), "no-store");
    assert.equal(page.headers.get("cross-origin-opener-policy"), null);
  });

  it("send a refusal back as access_denied", async () => {
    browser = new Browser(sandbox);
    const { page } = await openTab();
    const approval = await browser.press(page, "Mia Sommer");
    const { left } = await browser.press(approval, "Refuse");
    assert.deepEqual([left.searchParams.get("error"), left.searchParams.get("state")], ["access_denied", "the state"]);
    assert.equal(left.searchParams.get("code"), null);
    assert.equal(heading((await openTab()).page), APPROVAL, "a refusal is no approval");
  });

  it("send a cancelled sign-in back as access_denied", async () => {
    browser = new Browser(sandbox);
    const { left } = await browser.press((await openTab()).page, "Cancel");
    assert.equal(left.searchParams.get("error"), "access_denied");
  });

  it("say so when they are answered again", async () => {
    const { page } = await openTab();
    const approval = await browser.press(page, "Mia Sommer");
    assert.ok((await browser.press(approval, "Allow")).left);
    const again = await browser.press(approval, "Allow");
    assert.deepEqual([again.status, heading(again)], [400, OVER]);
    assert.deepEqual([(await browser.open(page.url)).status, heading(await browser.open(page.url))], [400, OVER]);
  });

  it("take an answer only from the browser they were shown in", async () => {
    const { page } = await openTab({ prompt: "login" });
    const stranger = new Browser(sandbox);
    assert.equal(heading(await stranger.press(page, "Mia Sommer")), OVER);
  });
});

describe("the netID session", () => {
  before(freshBrowser);
  afterEach(() => mock.timers.reset());

  it("spares the user both pages at the next login", async () => {
    const first = await subjectOf(await signIn());
    const { page, verifier } = await openTab();
    assert.ok(page.left);
    assert.deepEqual((await subjectOf({ left: page.left, verifier })).auth_time, first.auth_time);
  });

  it("asks again for approval only for what is new", async () => {
    const { page } = await openTab({ scope: "openid permission_management" });
    assert.equal(heading(page), APPROVAL);
    await browser.press(page, "Allow");
    assert.ok((await openTab({ scope: "permission_management" })).page.left);
    const claims = JSON.stringify({ userinfo: { birthdate: null } });
    const forClaims = (await openTab({ claims })).page;
    assert.equal(heading(forClaims), APPROVAL);
    await browser.press(forClaims, "Allow");
    assert.ok((await openTab({ claims })).page.left);
    assert.equal(heading((await openTab({ client_id: "demo-es256" })).page), APPROVAL, "another client is new");
  });

  it("asks for approval again with prompt=consent", async () => {
    const { page } = await openTab({ prompt: "consent" });
    assert.equal(heading(page), APPROVAL);
    assert.ok((await browser.press(page, "Allow")).left);
  });

  it("asks to sign in again with prompt=login, and with both prompts for both", async () => {
    const { page } = await openTab({ prompt: "login" });
    assert.equal(heading(page), SIGN_IN);
    assert.match(page.text, /signed in as Mia Sommer/);
    assert.ok((await browser.press(page, "Mia Sommer")).left);
    const both = (await openTab({ prompt: "login consent" })).page;
    assert.equal(heading(await browser.press(both, "Mia Sommer")), APPROVAL);
  });

  for (const scope of ["openid", "permission_management"]) {
    it(`asks to sign in again after max_age, scope ${scope}`, async () => {
      mock.timers.enable({ apis: ["Date"], now: Date.now() });
      await browser.press((await openTab({ scope, prompt: "login" })).page, "Mia Sommer");
      mock.timers.tick(100_000);
      assert.ok((await openTab({ scope, max_age: "120" })).page.left);
      const { page, verifier } = await openTab({ scope, max_age: "60" });
      assert.equal(heading(page), SIGN_IN);
      const { left } = await browser.press(page, "Mia Sommer");
      if (scope === "openid") {
        assert.equal((await subjectOf({ left, verifier })).auth_time, Math.floor(Date.now() / 1000));
      }
      assert.equal(heading((await openTab({ scope, max_age: "0" })).page), SIGN_IN);
    });
  }

  it("ends by signing out; approvals stay until they are forgotten", async () => {
    const signOut = async (button) => browser.press(await browser.open("/signout"), button);
    assert.equal(heading(await signOut("Sign out")), "You are signed out");
    const { page } = await openTab();
    assert.equal(heading(page), SIGN_IN);
    assert.ok((await browser.press(page, "Mia Sommer")).left);
    await signOut("Sign out and forget approvals");
    assert.equal(heading(await browser.press((await openTab()).page, "Mia Sommer")), APPROVAL);
  });

  it("can be given to another account on the approval page", async () => {
    await browser.press(await browser.press((await openTab({ prompt: "login" })).page, "Mia Sommer"), "Not you?");
    const { page } = await openTab({ scope: "openid permission_management" });
    const approval = await browser.press(page, "Alex Krüger");
    assert.match(approval.text, /alex\+netid/);
    assert.ok((await browser.press(approval, "Allow")).left);
  });
});

describe("login_hint", () => {
  before(freshBrowser);

  it("puts the account first and into focus", async () => {
    const { page } = await openTab({ login_hint: "alex+netid@example.net" });
    assert.equal(buttons(page)[0].name, "Alex Krüger");
    assert.match(page.text, /value="alex"[^>]*autofocus/);
  });

  it("says so where there is no such account", async () => {
    const { page } = await openTab({ login_hint: "<nobody>@example.com" });
    assert.match(page.text, /&lt;nobody&gt;@example\.com/);
    assert.doesNotMatch(page.text, /autofocus/);
  });
});

describe("tabs side by side", () => {
  before(freshBrowser);

  it("can be answered in the other order", async () => {
    const one = await openTab({ state: "one", nonce: "n1" });
    const two = await openTab({ state: "two", nonce: "n2" });
    const approvalTwo = await browser.press(two.page, "Mia Sommer");
    const approvalOne = await browser.press(one.page, "Mia Sommer");
    const { left: leftOne } = await browser.press(approvalOne, "Allow");
    const { left: leftTwo } = await browser.press(approvalTwo, "Allow");
    assert.deepEqual([leftOne, leftTwo].map((left) => left.searchParams.get("state")), ["one", "two"]);
    const claimsTwo = await subjectOf({ left: leftTwo, verifier: two.verifier });
    const claimsOne = await subjectOf({ left: leftOne, verifier: one.verifier });
    assert.deepEqual([claimsOne.nonce, claimsTwo.nonce], ["n1", "n2"]);
    assert.equal(claimsOne.sub, claimsTwo.sub);
  });

  it("can end with two accounts, one after the other", async () => {
    const one = await openTab({ prompt: "login" });
    const two = await openTab({ prompt: "login" });
    const asMia = await browser.press(one.page, "Mia Sommer");
    // oidc-provider ends the session of the first account with a form that sends itself.
    const handover = await browser.press(two.page, "Jonas Weber");
    const asJonas = await browser.press(await browser.submit(handover), "Allow");
    const subMia = (await subjectOf({ left: asMia.left, verifier: one.verifier })).sub;
    const subJonas = (await subjectOf({ left: asJonas.left, verifier: two.verifier })).sub;
    assert.notEqual(subMia, subJonas);
  });
});

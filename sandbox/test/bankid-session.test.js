import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { decodeJwt } from "jose";
import { startSandbox } from "../src/index.js";
import { askRealm, identify, realmRequest, throughBankid } from "./bankid-client.js";
import { Browser, heading } from "./browser.js";
import { REDIRECT_URI, startFor } from "./client.js";

const SIGN_IN = "Identify yourself with BankID";

let sandbox;
before(async () => {
  sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI] });
});
after(() => sandbox.close());

const refresh = (token, clientId) => askRealm(sandbox, { grant_type: "refresh_token", refresh_token: token }, clientId);
const end = (browser, parameters) => browser.open(`${sandbox.bankid.endpoints.endSession}?${new URLSearchParams(parameters)}`);
const newPage = async (browser) => heading(await browser.open(realmRequest(sandbox, {}).url));

describe("a session", () => {
  it("asks for nothing the second time, unless it is told to", async () => {
    const browser = new Browser(sandbox);
    await throughBankid(sandbox, {}, { browser });
    assert.ok((await browser.open(realmRequest(sandbox, {}).url)).left);
    assert.equal(heading(await browser.open(realmRequest(sandbox, { prompt: "login" }).url)), SIGN_IN);
  });

  it("can be asked for, without a page where there is none", async () => {
    const browser = new Browser(sandbox);
    const { url } = realmRequest(sandbox, { prompt: "none" });
    assert.equal((await browser.open(url)).left.searchParams.get("error"), "login_required");
    await throughBankid(sandbox, {}, { browser });
    assert.ok((await browser.open(url)).left.searchParams.get("code"));
  });

  it("is BankID's alone", async () => {
    const browser = new Browser(sandbox);
    await throughBankid(sandbox, {}, { browser });
    assert.match((await browser.open("/")).text, /Nobody is signed in/);
  });

  it("has one name in all ID tokens of a client, and another elsewhere", async () => {
    const browser = new Browser(sandbox);
    const sessionOf = async (options) => decodeJwt((await identify(sandbox, {}, options)).body.id_token).sid;
    const first = await sessionOf({ browser });
    assert.deepEqual([typeof first, await sessionOf({ browser })], ["string", first]);
    assert.notEqual(await sessionOf({ browser: new Browser(sandbox) }), first);
  });

  it("keeps the tokens of an earlier sign-in of the same client good", async () => {
    const browser = new Browser(sandbox);
    const { body: first } = await identify(sandbox, {}, { browser });
    const { body: second } = await identify(sandbox, { scope: "openid profile" }, { browser });
    assert.deepEqual([await refresh(first.refresh_token), await refresh(second.refresh_token)].map(({ status }) => status), [200, 200]);
  });

  it("gives an earlier sign-in nothing of what a later one asks for", async () => {
    const browser = new Browser(sandbox);
    const { body: first } = await identify(sandbox, {}, { browser });
    await identify(sandbox, { scope: "openid profile" }, { browser });
    const { body } = await refresh(first.refresh_token);
    assert.deepEqual([body.scope, decodeJwt(body.id_token).birthdate], ["openid", undefined]);
  });
});

describe("a refresh token", () => {
  it("gives new tokens about the same sign-in", async () => {
    const { body } = await identify(sandbox, { client_id: "demo-bank-page", scope: "openid profile" });
    const { body: renewed } = await refresh(body.refresh_token, "demo-bank-page");
    assert.notEqual(renewed.access_token, body.access_token);
    assert.notEqual(renewed.refresh_token, body.refresh_token);
    const [before, after] = [body, renewed].map(({ id_token: token }) => decodeJwt(token));
    const about = ({ sub, sid, given_name: givenName }) => ({ sub, sid, givenName });
    assert.deepEqual(about(after), about(before));
    assert.equal(after.given_name, "Kari");
  });

  it("works once, and its second use ends the grant", async () => {
    const { body } = await identify(sandbox);
    const { body: renewed } = await refresh(body.refresh_token);
    assert.equal((await refresh(body.refresh_token)).body.error, "invalid_grant");
    assert.equal((await refresh(renewed.refresh_token)).body.error, "invalid_grant");
  });

  it("whose second use ended the grant leaves the session good for another sign-in", async () => {
    const browser = new Browser(sandbox);
    const { body } = await identify(sandbox, {}, { browser });
    await refresh(body.refresh_token);
    await refresh(body.refresh_token);
    const { status, body: next } = await identify(sandbox, {}, { browser });
    assert.deepEqual([status, (await refresh(next.refresh_token)).status], [200, 200]);
  });

  it("works for its own client only", async () => {
    const { body } = await identify(sandbox);
    assert.equal((await refresh(body.refresh_token, "demo-bank-post")).body.error, "invalid_grant");
    assert.equal((await refresh(body.refresh_token)).status, 200);
  });

  it("is good for 30 minutes, or for as long as the sandbox is told", async (test) => {
    const hasty = await startFor(test, { lifetimes: { refreshToken: 5 } });
    const [{ body }, { body: brief }] = [await identify(sandbox), await identify(hasty)];
    test.mock.timers.enable({ apis: ["Date"], now: Date.now() + 6_000 });
    const late = await askRealm(hasty, { grant_type: "refresh_token", refresh_token: brief.refresh_token });
    assert.equal(late.body.error, "invalid_grant");
    const { body: renewed } = await refresh(body.refresh_token);
    test.mock.timers.setTime(Date.now() + 1_801_000);
    assert.equal((await refresh(renewed.refresh_token)).body.error, "invalid_grant");
  });

  it("is nothing that client credentials give", async () => {
    const { body } = await askRealm(sandbox, { grant_type: "client_credentials", scope: "signdoc/read_write" });
    assert.equal(body.refresh_token, undefined);
  });
});

describe("ending the session", () => {
  it("with an ID token happens at once, and leads back", async () => {
    const browser = new Browser(sandbox);
    const { body } = await identify(sandbox, {}, { browser });
    const hint = { id_token_hint: body.id_token, post_logout_redirect_uri: REDIRECT_URI, state: "bye", client_id: "demo-bank" };
    const { left } = await end(browser, hint);
    assert.equal(left.href, `${REDIRECT_URI}&state=bye`);
    assert.equal(await newPage(browser), SIGN_IN);
  });

  it("leads back where there is no session any more", async () => {
    const { body } = await identify(sandbox);
    const { left } = await end(new Browser(sandbox), { id_token_hint: body.id_token, post_logout_redirect_uri: REDIRECT_URI });
    assert.equal(left.href, REDIRECT_URI);
  });

  it("tells that it is done where there is no address to lead back to", async () => {
    const browser = new Browser(sandbox);
    const { body } = await identify(sandbox, {}, { browser });
    assert.equal(heading(await end(browser, { id_token_hint: body.id_token })), "You are signed out");
  });

  it("ends the tokens that came of it", async () => {
    const browser = new Browser(sandbox);
    const { body: first } = await identify(sandbox, {}, { browser });
    const { body: second } = await identify(sandbox, {}, { browser });
    await end(browser, { id_token_hint: second.id_token });
    const headers = { authorization: `Bearer ${second.access_token}` };
    assert.equal((await fetch(sandbox.bankid.endpoints.userinfo, { headers })).status, 401);
    for (const { refresh_token: token } of [first, second]) assert.equal((await refresh(token)).body.error, "invalid_grant");
  });

  it("asks whoever brings no ID token", async () => {
    const browser = new Browser(sandbox);
    await throughBankid(sandbox, {}, { browser });
    const page = await end(browser, { client_id: "demo-bank", post_logout_redirect_uri: REDIRECT_URI, state: "bye" });
    assert.equal(heading(page), "Sign out of BankID?");
    const [, action] = page.text.match(/action="([^"]+)"/);
    const [, xsrf] = page.text.match(/name="xsrf" value="([^"]+)"/);
    const { left } = await browser.open(action, { method: "POST", body: new URLSearchParams({ xsrf, logout: "yes" }) });
    assert.equal(left.href, `${REDIRECT_URI}&state=bye`);
    assert.equal(await newPage(browser), SIGN_IN);
  });

  it("asks whoever brings another user's", async () => {
    const browser = new Browser(sandbox);
    const { body } = await identify(sandbox, {}, { user: "Ola Hansen" });
    await throughBankid(sandbox, {}, { browser });
    const page = await end(browser, { id_token_hint: body.id_token, post_logout_redirect_uri: REDIRECT_URI });
    assert.equal(heading(page), "Sign out of BankID?");
  });

  it("leads to registered addresses only", async () => {
    const browser = new Browser(sandbox);
    const { body } = await identify(sandbox, {}, { browser });
    const page = await end(browser, { id_token_hint: body.id_token, post_logout_redirect_uri: "https://elsewhere.example/" });
    assert.equal(page.status, 400);
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { elsewhere } from "../src/own-client.js";
import { clientOptions, defaultSettings, loadSettings, looksLikeAnswer } from "../src/settings.js";

const redirectUri = "https://paper.example/";
const endpoints = { issuer: "http://localhost:9/" };

test("with a sandbox its client and endpoints are used, without one the live broker", () => {
  const local = defaultSettings({ hasSandbox: true, redirectUri });
  assert.deepEqual(clientOptions(local, { endpoints }), { clientId: "demo-rs256", redirectUri, endpoints });
  const live = defaultSettings({ hasSandbox: false, redirectUri });
  assert.deepEqual(clientOptions(live, null), { clientId: "", redirectUri });
});

test("a client of one's own at the live broker gets no sandbox endpoints", () => {
  const own = { ...defaultSettings({ hasSandbox: true, redirectUri }), broker: "live", clientId: "mine", idTokenAlg: "ES256" };
  assert.deepEqual(clientOptions(own, { endpoints }), { clientId: "mine", redirectUri, idTokenAlg: "ES256" });
});

test("a relay brings its own client, with netID's cookie first, and only where the sandbox is", () => {
  const sandbox = { endpoints, relay: { path: "/consentkey", clientId: "demo-website" } };
  const local = { ...defaultSettings({ hasSandbox: true, redirectUri }), idTokenAlg: "ES256", relay: true };
  const expected = { clientId: "demo-website", tappId: "demo-website", redirectUri, endpoints, relay: "/consentkey" };
  assert.deepEqual(clientOptions(local, sandbox), expected);
  assert.equal("relay" in clientOptions(local, { endpoints }), false);
  assert.equal("relay" in clientOptions({ ...local, broker: "live" }, sandbox), false);
});

test("without usable storage the defaults hold", () => {
  const defaults = defaultSettings({ hasSandbox: true, redirectUri });
  assert.deepEqual(loadSettings(defaults), defaults);
});

test("an answer has a state and a code or an error; a voucher code alone is none", () => {
  assert.equal(looksLikeAnswer("https://paper.example/?code=a&state=b"), true);
  assert.equal(looksLikeAnswer("https://paper.example/?error=access_denied&state=b"), true);
  assert.equal(looksLikeAnswer("https://paper.example/?code=SUMMER"), false);
  assert.equal(looksLikeAnswer("https://paper.example/?state=b"), false);
});

test("a redirect URI has to lead back to the page", () => {
  const page = "https://paper.example/?edition=2#letters";
  assert.equal(elsewhere("https://paper.example/", page), null);
  assert.equal(elsewhere("https://paper.example/?from=netid", page), null);
  assert.match(elsewhere("https://other.example/", page), /other\.example/);
  assert.match(elsewhere("https://paper.example/callback", page), /\/callback/);
});

// Whether an address is a response, before there is a client, and for one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createNetidClient, isRedirectResponse } from "consentkey";
import { codeOf } from "../lib/provider.js";

const PAGE = "https://publisher.example/netid.html";
const RESPONSES = ["?code=1&state=2", "?error=x&state=2", "#code=1&state=2", "?own=1&state=2&code=1#top", "?st%61te=2&code=1"];
const OTHERS = ["", "?code=1", "?state=2", "?error=404", "#code=1", "?code=1#state=2"];

test("an address of the redirect URI with a response's parameters is one", () => {
  for (const rest of RESPONSES) {
    assert.equal(isRedirectResponse(PAGE + rest, { redirectUri: PAGE }), true, rest);
    assert.equal(isRedirectResponse(new URL(PAGE + rest), { redirectUri: PAGE }), true, rest);
  }
  for (const rest of OTHERS) assert.equal(isRedirectResponse(PAGE + rest, { redirectUri: PAGE }), false, rest);
});

test("an address where hosts move a page counts, and no other", () => {
  const at = (url, redirectUri) => isRedirectResponse(`${url}?code=1&state=2`, { redirectUri });
  for (const [redirectUri, moved] of [
    [PAGE, "https://publisher.example/netid"],
    ["https://a.example/cb", "https://a.example/cb/"],
    ["https://a.example/", "https://a.example/index.html"],
    ["https://a.example/?edition=evening", "https://a.example/"],
    ["com.example.app://callback", "com.example.app://callback/"],
  ]) {
    assert.equal(at(moved, redirectUri), true, moved);
  }
  for (const other of ["https://publisher.example/news", "https://other.example/netid.html", "http://publisher.example/netid.html"]) {
    assert.equal(at(other, PAGE), false, other);
  }
});

test("what is no address is no response, and a missing redirect URI is told", async () => {
  for (const url of ["", "nowhere", undefined, null, 7]) assert.equal(isRedirectResponse(url, { redirectUri: PAGE }), false);
  assert.equal(isRedirectResponse(`${PAGE}?code=1&state=2`, { redirectUri: "nowhere" }), false);
  for (const options of [undefined, {}, { redirectUri: 7 }, { redirectURI: PAGE }]) {
    assert.equal(await codeOf(() => isRedirectResponse(`${PAGE}?code=1&state=2`, options)), "config_invalid");
  }
});

test("a client knows the logins that wait, and uses none up", async () => {
  const client = await createNetidClient({ clientId: "c", redirectUri: PAGE, storage: "memory" });
  const { state } = client.authorize();
  const response = `https://publisher.example/elsewhere?code=1&state=${state}`;
  assert.equal(client.isRedirectResponse(response), true);
  assert.equal(client.isRedirectResponse(response), true);
  assert.equal(client.isRedirectResponse("https://publisher.example/elsewhere?code=1&state=2"), false);
  assert.equal(client.isRedirectResponse(), false);
  assert.equal(client.parseRedirect(response).code, "1");
});

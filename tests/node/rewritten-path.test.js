// Hosts that answer the redirect URI at another path, and everything else that a page's address can hold.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { clientOf, codeOf, GRANTED, json, startProvider } from "../lib/provider.js";
import { recordingStorage } from "../lib/recording-storage.js";

const ORIGIN = "https://publisher.example";
const PLACES = [
  [`${ORIGIN}/netid.html`, `${ORIGIN}/netid`],
  [`${ORIGIN}/cb`, `${ORIGIN}/cb/`],
  [`${ORIGIN}/cb/`, `${ORIGIN}/cb`],
  [`${ORIGIN}/`, `${ORIGIN}/index.html`],
  [`${ORIGIN}/?edition=evening`, `${ORIGIN}/de/`],
  [`${ORIGIN}/CB`, `${ORIGIN}/cb`],
  ["com.example.app://callback", "com.example.app://callback/"],
  ["com.example.app:/oauth2redirect/x", "com.example.app:/oauth2redirect/x/"],
];

let provider, storage;
beforeEach(async () => {
  provider = await startProvider({ "POST /token": json(GRANTED) });
  storage = recordingStorage();
});
afterEach(() => provider.close());

const clientAt = (redirectUri, options) => clientOf(provider, { storage, redirectUri, ...options });

describe("a response where the host rewrote the path", () => {
  for (const [redirectUri, place] of PLACES) {
    test(`of ${redirectUri} at ${place} is answered, and the token request names the redirect URI`, async () => {
      const client = await clientAt(redirectUri);
      const url = `${place}?code=the-code&state=${client.authorize({ appState: 7 }).state}`;
      const grant = await client.handleRedirect(url);
      assert.deepEqual([grant?.permissionToken.value, grant?.appState], [GRANTED.access_token, 7]);
      assert.equal(await client.handleRedirect(url), grant);
      const [{ body }, ...more] = provider.requests;
      assert.equal(new URLSearchParams(body).get("redirect_uri"), redirectUri);
      assert.deepEqual(more, []);
    });
  }

  test("is parsed with the registered redirect URI, and once", async () => {
    const client = await clientAt(`${ORIGIN}/cb`);
    const url = `${ORIGIN}/cb/#code=c&state=${client.authorize().state}`;
    assert.equal(client.parseRedirect(url).redirectUri, `${ORIGIN}/cb`);
    assert.equal(client.parseRedirect(url), null);
    assert.equal(await client.handleRedirect(url), null);
  });

  test("is judged as on the page itself", async () => {
    const client = await clientAt(`${ORIGIN}/cb`);
    const codeAt = (query) => codeOf(client.handleRedirect(`${ORIGIN}/cb/?${query}&state=${client.authorize().state}`));
    assert.equal(await codeAt("error=access_denied"), "access_denied");
    assert.equal(await codeAt("code=1&code=2"), "response_invalid");
    assert.equal(await codeAt("code=1&iss=https%3A%2F%2Fevil.example%2F"), "issuer_mismatch");
    assert.equal(provider.requests.length, 0);
  });

  test("of a sign-in that is over is too late there too", async (t) => {
    const client = await clientAt(`${ORIGIN}/cb`);
    const { state } = client.authorize();
    t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 901_000 });
    assert.equal(await codeOf(client.handleRedirect(`${ORIGIN}/cb/?code=1&state=${state}`)), "transaction_expired");
  });
});

test("on another page, what nobody waits for is left alone", async () => {
  const client = await clientAt(`${ORIGIN}/cb`);
  const [{ state }, used] = [client.authorize(), client.authorize().state];
  const other = (await clientAt(`${ORIGIN}/other`, { clientId: "other" })).authorize().state;
  await client.handleRedirect(`${ORIGIN}/cb?code=1&state=${used}`);
  const before = storage.text();
  for (const url of [
    `${ORIGIN}/news?code=1&state=unknown`,
    `${ORIGIN}/news?code=1&state=${state}x`,
    `${ORIGIN}/news?code=2&state=${used}`,
    `${ORIGIN}/cb/?code=1&state=${other}`,
    `${ORIGIN}/cb/?code=1&state=${state}&state=${state}`,
    `${ORIGIN}/news?state=${state}`,
    `${ORIGIN}:8443/cb?code=1&state=${state}`,
    `http://publisher.example/cb?code=1&state=${state}`,
    `https://evil.example/cb?code=1&state=${state}`,
    `https://user@publisher.example/cb?code=1&state=${state}`,
    `com.example.app://publisher.example/cb?code=1&state=${state}`,
  ]) {
    assert.equal(await client.handleRedirect(url), null, url);
    assert.equal(client.parseRedirect(url), null, url);
  }
  assert.equal(storage.text(), before);
  assert.equal(provider.requests.length, 1);
});

test("a response to a popup that nobody waits for is none, and without a page an ordinary one", async () => {
  const client = await clientAt(`${ORIGIN}/cb`);
  assert.equal(await client.handleRedirect(`${ORIGIN}/cb/?code=1&state=unknown.popup`), null);
  assert.equal(await codeOf(client.handleRedirect(`${ORIGIN}/cb?code=1&state=unknown.popup`)), "state_unknown");
});

test("a storage that refuses leaves another page's address alone", async () => {
  const client = await clientAt(`${ORIGIN}/cb`);
  const { state } = client.authorize();
  storage.failing.add("getItem");
  assert.equal(await client.handleRedirect(`${ORIGIN}/cb/?code=1&state=${state}`), null);
  assert.equal(await codeOf(client.handleRedirect(`${ORIGIN}/cb?code=1&state=${state}`)), "storage_unavailable");
});

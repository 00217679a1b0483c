// What stands in for fetch: React Native's, and those of tests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createNetidClient } from "consentkey";
import { codeOf, GRANTED, PAGE } from "../lib/provider.js";

const answer = (text) => ({ ok: true, status: 200, headers: new Headers({ "Content-Type": "application/json" }), text });

async function exchangeWith(t, response) {
  t.mock.method(globalThis, "fetch", async () => response);
  const client = await createNetidClient({ clientId: "client", redirectUri: PAGE, storage: "memory" });
  return client.handleRedirect(`${PAGE}?code=1&state=${client.authorize().state}`);
}

test("an answer without a stream is read as text", async (t) => {
  const grant = await exchangeWith(t, answer(async () => JSON.stringify(GRANTED)));
  assert.equal(grant.permissionToken.value, GRANTED.access_token);
});

test("its limit is the same", async (t) => {
  const long = JSON.stringify(GRANTED).padEnd(1024 * 1024 + 1);
  assert.equal(await codeOf(exchangeWith(t, answer(async () => long))), "token_response_invalid");
});

test("one with neither is empty", async (t) => {
  assert.equal(await codeOf(exchangeWith(t, answer(undefined))), "token_response_invalid");
});

// Who is given the answer to a response, and for how long.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { inspect } from "node:util";
import { callbackOf, clientOf, codeOf, GRANTED, json, PAGE, startProvider } from "../lib/provider.js";
import { recordingStorage } from "../lib/recording-storage.js";

const ENTRY = import.meta.resolve("consentkey");
let provider, storage, copies = 0;
beforeEach(async () => {
  provider = await startProvider({ "POST /token": json(GRANTED) });
  storage = recordingStorage();
});
afterEach(() => provider.close());

const newClient = (options) => clientOf(provider, { storage, ...options });

/** The same client, of another copy of the library. */
const strangerOf = async (options) => {
  const { createNetidClient } = await import(`${ENTRY}?answers=${(copies += 1)}`);
  const endpoints = ["authorize", "token", "userinfo"].map((path) => `${provider.origin}/${path}`);
  return createNetidClient({
    clientId: "client",
    redirectUri: PAGE,
    endpoints: { issuer: `${provider.origin}/`, authorization: endpoints[0], token: endpoints[1], userinfo: endpoints[2] },
    storage,
    ...options,
  });
};

/** Everything that a script can find from the global object, as one text. */
function everythingGlobal() {
  const shown = (name) => {
    const { value } = Object.getOwnPropertyDescriptor(globalThis, name);
    return inspect(value, { depth: 8, showHidden: true, maxArrayLength: null, maxStringLength: null });
  };
  return Reflect.ownKeys(globalThis).filter((name) => name !== "process" && name !== "Buffer").map(shown).join("\n");
}

describe("two copies of the library", () => {
  test("make one request and answer the same grant, whoever asks first, and later too", async () => {
    const [one, two] = [await newClient(), await strangerOf()];
    for (const [first, second] of [[one, two], [two, one]]) {
      provider.requests.length = 0;
      const url = callbackOf(one);
      const grants = await Promise.all([first, second, first].map((client) => client.handleRedirect(url)));
      grants.push(await second.handleRedirect(url), await (await strangerOf()).handleRedirect(new URL(url)));
      assert.equal(grants[0].permissionToken.value, GRANTED.access_token);
      assert.equal(new Set(grants).size, 1);
      assert.equal(provider.requests.length, 1);
    }
  });

  test("give the same failure", async () => {
    const [one, two] = [await newClient(), await strangerOf()];
    const url = `${PAGE}?error=access_denied&state=${one.authorize().state}`;
    assert.deepEqual(await Promise.all([codeOf(one.handleRedirect(url)), codeOf(two.handleRedirect(url))]), Array(2).fill("access_denied"));
  });

  test("answer nobody who knows another response, or is another client", async () => {
    const [one, two] = [await newClient(), await strangerOf()];
    const url = callbackOf(one);
    await one.handleRedirect(url);
    assert.equal(await codeOf(two.handleRedirect(url.replace("the-code", "another"))), "transaction_used");
    assert.notEqual(await codeOf((await strangerOf({ clientId: "other" })).handleRedirect(url)), "none");
  });
});

test("no global holds a token, a code or a state", async () => {
  const client = await newClient();
  const url = callbackOf(client);
  assert.equal((await client.handleRedirect(url)).permissionToken.value, GRANTED.access_token);
  const found = everythingGlobal();
  for (const secret of [GRANTED.access_token, "the-code", new URL(url).searchParams.get("state")]) {
    assert.equal(found.includes(secret), false);
  }
});

test("an answer is forgotten when its transaction's lifetime is over", async (t) => {
  for (const apis of [["Date"], ["Date", "setTimeout"]]) {
    const client = await newClient({ transactionLifetime: 60 });
    const url = callbackOf(client);
    t.mock.timers.enable({ apis, now: Date.now() });
    const grant = await client.handleRedirect(url);
    t.mock.timers.tick(59_000);
    assert.equal(await client.handleRedirect(url), grant);
    t.mock.timers.tick(1000);
    assert.equal(await codeOf(client.handleRedirect(url)), "state_unknown");
    t.mock.timers.reset();
  }
});

test("what uses nothing up is not kept", async () => {
  const client = await newClient();
  const { state } = client.authorize();
  const malformed = `${PAGE}?code=&state=unknown`;
  const failure = () => client.handleRedirect(malformed).catch((error) => error);
  assert.notEqual(await failure(), await failure());
  // A listener for each would show as one of many for an event.
  const added = [];
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (type.startsWith("consentkey.")) added.push(type);
    return add.call(this, type, ...rest);
  };
  EventTarget.prototype.removeEventListener = function (type, ...rest) {
    const at = added.indexOf(type);
    if (at >= 0) added.splice(at, 1);
    return remove.call(this, type, ...rest);
  };
  try {
    for (let number = 0; number < 500; number += 1) {
      await codeOf(client.handleRedirect(`${PAGE}?code=${number}&code=2&state=unknown${number}`));
    }
    assert.equal(added.length, 0);
    for (let number = 0; number < 200; number += 1) {
      await codeOf(client.handleRedirect(`${PAGE}?error=no&state=${client.authorize().state}`));
    }
    assert.ok(added.length < 100, `${added.length} are kept`);
  } finally {
    Object.assign(EventTarget.prototype, { addEventListener: add, removeEventListener: remove });
  }
  assert.equal(await codeOf(client.handleRedirect(`${PAGE}?code=1&state=${state}`)), "none");
});

test("a failure after a transaction was matched carries appState", async () => {
  const client = await newClient({ flow: "login" });
  const appState = { back: "/news" };
  const stateOf = () => client.authorize({ appState }).state;
  const appStateAt = async (query) => (await client.handleRedirect(`${PAGE}?${query}`).catch((error) => error)).appState;
  assert.deepEqual(await appStateAt(`error=access_denied&state=${stateOf()}`), appState);
  assert.deepEqual(await appStateAt(`code=1&code=2&state=${stateOf()}`), appState);
  assert.deepEqual(await appStateAt(`code=1&iss=x&state=${stateOf()}`), appState);
  // A login without an ID token.
  assert.deepEqual(await appStateAt(`code=1&state=${stateOf()}`), appState);
  assert.equal(await appStateAt("code=1&state=unknown"), undefined);
  assert.throws(() => client.parseRedirect(`${PAGE}?error=access_denied&state=${stateOf()}`), { appState });
  await provider.close();
  const { code, appState: afterwards } = await client.handleRedirect(`${PAGE}?code=1&state=${stateOf()}`).catch((error) => error);
  assert.deepEqual([code, afterwards], ["network", appState]);
});

test("a response that came too late carries it too", async (t) => {
  const client = await newClient({ transactionLifetime: 1 });
  const { state } = client.authorize({ appState: 1 });
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 1000 });
  const { code, appState } = await client.handleRedirect(`${PAGE}?code=1&state=${state}`).catch((error) => error);
  assert.deepEqual([code, appState], ["transaction_expired", 1]);
});

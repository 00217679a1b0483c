// A storage of the caller's is called from within the core: what it throws, and whom it calls, does no harm.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createNetidClient } from "consentkey";
import { codeOf } from "../lib/provider.js";

const PAGE = "https://publisher.example/";

/** A storage whose methods call `interrupt(method)` first. */
function interrupted() {
  const kept = new Map();
  const storage = {
    interrupt() {},
    getItem: (key) => (storage.interrupt("getItem"), kept.get(key) ?? null),
    setItem: (key, value) => (storage.interrupt("setItem"), kept.set(key, value)),
    removeItem: (key) => (storage.interrupt("removeItem"), kept.delete(key)),
  };
  return storage;
}

const clientWith = (storage, options) =>
  createNetidClient({ clientId: "client", redirectUri: PAGE, storage, ...options });
const responseTo = (client) => `${PAGE}?code=the-code&state=${client.authorize().state}`;

for (const method of ["getItem", "setItem", "removeItem"]) {
  test(`a ${method} that calls back finds the storage unavailable, and the client works on`, async () => {
    const storage = interrupted();
    // What has lapsed is removed.
    const client = await clientWith(storage, method === "removeItem" ? { transactionLifetime: 0 } : {});
    const url = responseTo(client);
    const codes = new Set();
    storage.interrupt = (called) => {
      if (called !== method) return;
      for (const call of [() => client.authorize(), () => client.parseRedirect(url)]) {
        try {
          call();
        } catch ({ code }) {
          codes.add(code);
        }
      }
    };
    // What is interrupted may end so too.
    await codeOf(() => client.authorize());
    await codeOf(() => client.parseRedirect(url));
    storage.interrupt = () => {};
    assert.deepEqual([...codes].filter((code) => !code.startsWith("transaction_")), ["storage_unavailable"]);
    assert.ok(client.authorize().url);
    const next = await clientWith(storage);
    assert.equal(next.parseRedirect(responseTo(next)).code, "the-code");
  });

  test(`a ${method} that throws anything is storage_unavailable or makes no difference, and the client works on`, async () => {
    const storage = interrupted();
    const client = await clientWith(storage);
    for (const thrown of [new Error("full"), undefined, null, "text", 7, new RangeError("deep"), Object.create(null)]) {
      storage.interrupt = (called) => {
        if (called === method) throw thrown;
      };
      assert.ok(["none", "storage_unavailable"].includes(await codeOf(() => client.authorize())));
      storage.interrupt = () => {};
      assert.equal(client.parseRedirect(responseTo(client)).code, "the-code");
    }
  });
}

test("a storage without end in itself ends", async () => {
  const storage = interrupted();
  const client = await clientWith(storage);
  let calls = 0;
  storage.interrupt = () => {
    calls += 1;
    client.authorize();
  };
  assert.equal(await codeOf(() => client.authorize()), "storage_unavailable");
  storage.interrupt = () => {};
  assert.ok(calls < 100);
  assert.ok(client.authorize().url);
});

test("what a storage answers that is no text counts as nothing", async () => {
  for (const answer of [undefined, 7, {}, new String("a"), Promise.resolve("a"), Symbol("a"), 7n]) {
    const client = await clientWith({ getItem: () => answer, setItem() {}, removeItem() {} });
    assert.ok(client.authorize().url);
    assert.equal(await codeOf(() => client.parseRedirect(`${PAGE}?code=c&state=s`)), "state_unknown");
  }
});

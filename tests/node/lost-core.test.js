// The core breaks off in the middle of a call. What was made before goes on with a new one.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import init, { createNetidClient, createPkce } from "consentkey";
import { createNetidBackend, createPermissionExport, verifyAccessToken } from "consentkey/server";
import { accessTokenClaims, backendOf, startRealm } from "../lib/bankid.js";
import { callbackOf, clientOf, codeOf, GRANTED, json, PAGE, startProvider } from "../lib/provider.js";
import { recordingStorage } from "../lib/recording-storage.js";

let provider;
beforeEach(async () => {
  provider = await startProvider({ "POST /token": json(GRANTED) });
});
afterEach(() => provider.close());

const query = ({ url }) => new URL(url).searchParams;

/** Has the next call that comes to a function from within WebAssembly end as a trap does: nothing is put in order. */
function breakNextCall(t, owner, name) {
  const found = Object.getOwnPropertyDescriptor(owner, name);
  const restore = () => Object.defineProperty(owner, name, found);
  t.after(restore);
  owner[name] = function call(...values) {
    // By way of the glue alone: fetch has WebAssembly of its own.
    if (!/wasm[:-]/.test(new Error().stack.split("\n")[3])) return Reflect.apply(found.value, this, values);
    restore();
    throw new RangeError("broken off");
  };
}

/** Has the next call of the core that starts logins end before its answer is read. */
function breakNextStart(t) {
  const reading = t.mock.method(DataView.prototype, "getUint32", () => {
    reading.mock.restore();
    throw new RangeError("broken off");
  });
}

async function breakStart(t, client) {
  breakNextStart(t);
  assert.equal(await codeOf(() => client.authorize()), "wasm_unavailable");
}

/** Has the larger core end in a sign-in of a client, which has none after that. */
async function breakFinish(t, client) {
  const url = callbackOf(client);
  breakNextCall(t, DataView.prototype, "setInt32");
  assert.equal(await codeOf(client.handleRedirect(url)), "wasm_unavailable");
}

async function grants(client) {
  return (await client.handleRedirect(callbackOf(client))).permissionToken.value === GRANTED.access_token;
}

test("the next call works, with the options of before", async (t) => {
  const options = { clientId: "one", redirectUri: PAGE, storage: "memory", endpoints: { authorization: "https://a.example/" } };
  const client = await createNetidClient(options);
  options.clientId = "two";
  options.endpoints.authorization = "https://b.example/";
  for (const attempt of [1, 2, 3]) {
    await breakStart(t, client);
    const request = client.authorize({ appState: attempt });
    assert.equal(new URL(request.url).host, "a.example");
    assert.equal(query(request).get("client_id"), "one");
  }
});

test("the failed call says nothing of what it was about", async (t) => {
  const client = await createNetidClient({ clientId: "c", redirectUri: PAGE, storage: "memory" });
  breakNextStart(t);
  assert.throws(() => client.authorize({ loginHint: "ann@example.org" }), (error) => {
    assert.deepEqual([error.name, error.code], ["ConsentKeyError", "wasm_unavailable"]);
    return !`${error.message} ${error.cause?.message}`.includes("ann@");
  });
});

test("a sign-in that was started before is finished after", async (t) => {
  const client = await clientOf(provider);
  const url = callbackOf(client);
  await breakStart(t, client);
  await breakFinish(t, client);
  const grant = await client.handleRedirect(url);
  assert.equal(grant.permissionToken.value, GRANTED.access_token);
});

test("every other client, and the Permission Center, goes on too", async (t) => {
  const [one, two] = await Promise.all([clientOf(provider), clientOf(provider, { clientId: "other" })]);
  const read = () => codeOf(one.permissions.read({ signal: AbortSignal.abort() }));
  await read();
  await breakStart(t, one);
  await breakFinish(t, one);
  assert.equal(query(two.authorize()).get("client_id"), "other");
  assert.equal(await read(), "aborted");
  assert.equal(createPkce().codeVerifier.length, 43);
});

test("an exchange that is under way has a code, and the client goes on", async (t) => {
  const other = await startProvider({ "POST /token": json(GRANTED) });
  t.after(() => other.close());
  let isFirst = true;
  provider.close();
  provider = await startProvider({
    "POST /token": async (request, response) => {
      if (isFirst) await breakFinish(t, await clientOf(other));
      isFirst = false;
      return json(GRANTED)(request, response);
    },
  });
  const client = await clientOf(provider);
  assert.equal(await codeOf(client.handleRedirect(callbackOf(client))), "wasm_unavailable");
  assert.ok(await grants(client));
});

test("a call from within a call that breaks off leaves neither with half an answer", async (t) => {
  const storage = recordingStorage();
  const client = await createNetidClient({ clientId: "c", redirectUri: PAGE, storage });
  const { setItem } = storage;
  const inner = [];
  storage.setItem = (...entry) => {
    storage.setItem = setItem;
    breakNextStart(t);
    try {
      client.authorize();
    } catch ({ code }) {
      inner.push(code);
    }
    return setItem(...entry);
  };
  assert.equal(await codeOf(() => client.authorize()), "wasm_unavailable");
  assert.deepEqual(inner, ["wasm_unavailable"]);
  assert.equal(typeof client.authorize().url, "string");
});

/** Calls at every depth, from where hardly a frame is left up to where there is room again. */
function callFromTheEndOfTheStack(call) {
  const outcomes = { failed: 0, worked: 0 };
  const descend = () => {
    try {
      descend();
    } catch {
      // The end, or nearly.
    }
    if (outcomes.worked > 20) return;
    try {
      call();
      outcomes.worked += 1;
    } catch {
      outcomes.failed += 1;
    }
  };
  descend();
  return outcomes;
}

test("calls from the end of the stack leave nothing behind", async () => {
  const client = await createNetidClient({ clientId: "c", redirectUri: PAGE, storage: "memory" });
  for (const call of [
    () => client.authorize({ appState: { a: ["b"] } }),
    () => createPkce(),
    () => client.parseRedirect(`${PAGE}?code=1&state=unknown`),
    () => client.endSessionUrl(),
  ]) {
    const { failed } = callFromTheEndOfTheStack(call);
    assert.ok(failed > 0);
    const request = client.authorize({ appState: "fine" });
    assert.equal(query(request).get("client_id"), "c");
    assert.deepEqual(client.parseRedirect(`${PAGE}?code=1&state=${request.state}`).appState, "fine");
  }
});

test("a browser that makes no instance at once makes one meanwhile", async (t) => {
  const client = await createNetidClient({ clientId: "c", redirectUri: PAGE, storage: "memory" });
  t.mock.method(WebAssembly, "Instance", function refuse() {
    throw new RangeError("WebAssembly.Instance is disallowed on the main thread, if the buffer size is larger than 4KB.");
  });
  await breakStart(t, client);
  assert.equal(await codeOf(() => client.authorize()), "wasm_unavailable");
  await init();
  assert.equal(query(client.authorize()).get("client_id"), "c");
});

test("what forgotten objects held is given back quietly", async (t) => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const client = await clientOf(provider);
  let collected = 0;
  const registry = new FinalizationRegistry(() => (collected += 1));
  for (const number of Array(20).keys()) {
    const forgotten = await clientOf(provider);
    await codeOf(forgotten.permissions.read({ signal: AbortSignal.abort() }));
    registry.register(forgotten, number);
  }
  await breakFinish(t, client);
  while (collected < 10) {
    collect();
    await nextTurn();
  }
  registry.unregister(client);
  assert.equal(query(client.authorize()).get("client_id"), "client");
});

test("an instance that needed much memory is given up", async (t) => {
  const client = await clientOf(provider);
  assert.ok(await grants(client));
  const Instance = t.mock.method(WebAssembly, "Instance", WebAssembly.Instance);
  client.authorize();
  assert.equal(Instance.mock.callCount(), 0);
  const { state } = client.authorize({ appState: "x".repeat(2 ** 21) });
  assert.equal(client.parseRedirect(`${PAGE}?code=1&state=${state}`).appState.length, 2 ** 21);
  const needed = Instance.mock.callCount();
  assert.ok(needed > 0);
  assert.ok(await grants(client));
  client.authorize();
  assert.equal(Instance.mock.callCount(), needed);
});

test("a back end goes on: codes, Permission Center, export, tokens, orders", async (t) => {
  const realm = await startRealm({ "POST /base/signdoc": json({ sign_id: "1-2" }, 201) });
  t.after(() => realm.close());
  const options = { clientId: "c", clientSecret: "s", redirectUri: PAGE, endpoints: { issuer: `${provider.origin}/`, token: `${provider.origin}/token` } };
  const [netid, bankid, exported] = await Promise.all([
    createNetidBackend(options),
    backendOf(realm),
    createPermissionExport({ username: "u", password: "p", endpoints: { permissionExport: provider.origin } }),
  ]);
  const center = netid.permissions("token");
  const verify = () => verifyAccessToken(realm.sign(accessTokenClaims(realm)), { issuer: realm.issuer, audience: "signdoc" });
  const code = { code: "1", codeVerifier: "v".repeat(43), nonce: null, redirectUri: PAGE };
  for (const isLater of [false, true]) {
    if (isLater) {
      breakNextCall(t, Date, "now");
      assert.equal(await codeOf(verify()), "wasm_unavailable");
    }
    assert.equal((await netid.exchange(code)).permissionToken.value, GRANTED.access_token);
    assert.equal((await verify()).iss, realm.issuer);
    assert.equal(await codeOf(center.read({ signal: AbortSignal.abort() })), "aborted");
    assert.equal(await codeOf(exported.list({ tappId: "a", since: "2026-01-01" }).next()), "permission_failed");
    assert.deepEqual(await bankid.signdoc.create({ signProperties: { orderName: "o" }, documents: [{ text: "t" }] }), { signId: "1-2" });
  }
});

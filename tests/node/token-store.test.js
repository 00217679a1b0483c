// Processes that share a client's tokens, through a real Redis.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { backendOf, CLIENT, numberedTokens, startRealm, TOKEN, TOKEN_PATH } from "../lib/bankid.js";
import { clockOf } from "../lib/clock.js";
import { json } from "../lib/provider.js";
import { connectTo, startRedis, storeOf } from "../lib/redis.js";

const PROCESS = fileURLToPath(new URL("../lib/token-store-process.js", import.meta.url));
const run = promisify(execFile);

let server, redis, store, realm;
before(async () => {
  server = await startRedis();
  redis = await connectTo(server.path);
  store = storeOf(redis);
});
after(async () => {
  await redis.close();
  await server.close();
});
beforeEach(async () => {
  realm = await startRealm({ [`POST ${TOKEN_PATH}`]: numberedTokens() });
  await redis.flushAll();
});
afterEach(() => realm.close());

const requests = () => realm.tokenRequests().length;

/** Waits until what nobody waits for is in the store. */
async function stored() {
  for (;;) {
    const keys = await redis.keys("*");
    if (keys.length > 0) return keys;
  }
}

async function tokenOfProcess() {
  const { stdout } = await run(process.execPath, [PROCESS, realm.issuer, server.path]);
  return JSON.parse(stdout);
}

describe("through Redis", () => {
  test("processes that follow one another make one request", async () => {
    assert.deepEqual(await tokenOfProcess(), ["token-1"]);
    await stored();
    assert.deepEqual(await Promise.all([tokenOfProcess(), tokenOfProcess()]), [["token-1"], ["token-1"]]);
    assert.equal(requests(), 1);
  });

  test("a token is kept under a name of its own for as long as it lives", async () => {
    await (await backendOf(realm, { store })).accessToken();
    const [key, ...more] = await stored();
    const issuer = encodeURIComponent(`${realm.issuer} ${CLIENT.clientId}`);
    assert.deepEqual([key, more], [`consentkey:${issuer}:signdoc%2Fread_write`, []]);
    const left = await redis.ttl(key);
    assert.ok(left > 295 && left <= 300, String(left));
    assert.equal((await redis.get(key)).includes(CLIENT.clientSecret), false);
  });

  test("clients, scopes and environments don't meet", async () => {
    await (await backendOf(realm, { store })).accessToken("a");
    await stored();
    await (await backendOf(realm, { store })).accessToken("b");
    await (await backendOf(realm, { store, clientId: "other" })).accessToken("a");
    assert.equal(requests(), 3);
  });

  test("another token endpoint's tokens are others, whatever the client is called", async () => {
    const staging = { token: `${realm.issuer}/staging` };
    realm.answers[`POST ${new URL(staging.token).pathname}`] = numberedTokens({ access_token: "staging" });
    assert.equal((await (await backendOf(realm, { store, endpoints: staging })).accessToken()).value, "staging");
    await stored();
    assert.equal((await (await backendOf(realm, { store })).accessToken()).value, "token-1");
    const clientId = `${staging.token} ${CLIENT.clientId}`;
    assert.equal((await (await backendOf(realm, { store, clientId })).accessToken()).value, "token-2");
  });

  test("a token that SignDoc refuses is taken from nobody", async () => {
    const accepted = ({ headers }, response) => {
      const isFresh = headers.authorization === "Bearer token-2";
      json(isFresh ? { orderState: "SIGN_COMPLETED" } : {}, isFresh ? 200 : 401)(null, response);
    };
    realm.answers["GET /base/signdoc?sign_id=1"] = accepted;
    const first = await backendOf(realm, { store });
    const second = await backendOf(realm, { store });
    await first.accessToken();
    await stored();
    assert.equal((await second.accessToken()).value, "token-1");
    assert.equal((await first.signdoc.status("1")).orderState, "SIGN_COMPLETED");
    assert.equal((await second.signdoc.status("1")).orderState, "SIGN_COMPLETED");
    assert.equal(requests(), 2);
  });
});

describe("a store", () => {
  /** A token as a store holds it. */
  const record = (changes, times) => {
    const now = Date.now();
    const token = { value: "stored", tokenType: "Bearer", scope: ["signdoc/read_write"], expiresAt: now + 300_000 };
    return JSON.stringify({ token: { ...token, ...changes }, receivedAt: now, ...times });
  };
  const valueWith = async (get, set = () => {}) =>
    (await (await backendOf(realm, { store: { get, set } })).accessToken()).value;

  test("may answer at once", async () => {
    assert.equal(await valueWith(() => record()), "stored");
  });

  test("is asked once for many", async () => {
    let asked = 0;
    const get = async () => {
      asked += 1;
      return record();
    };
    const backend = await backendOf(realm, { store: { get, set() {} } });
    await Promise.all(Array.from({ length: 100 }, () => backend.accessToken()));
    await backend.accessToken();
    assert.deepEqual([asked, requests()], [1, 0]);
  });

  for (const [what, text] of [
    ["nothing", null],
    ["what is no text", 7],
    ["no JSON", "token"],
    ["no record", "[]"],
    ["an empty token", record({ value: "" })],
    ["another kind of token", record({ tokenType: "DPoP" })],
    ["a token without scope", record({ scope: "a" })],
    ["a token without an end", record({ expiresAt: null })],
    ["a token whose end is no number", record({ expiresAt: String(Date.now() + 300_000) })],
    ["a token whose beginning is no number", record({}, { receivedAt: String(Date.now()) })],
    ["a token without a beginning", record({}, { receivedAt: "now" })],
    ["an expired token", record({ expiresAt: Date.now() - 1 })],
    ["a token at its end", record({ expiresAt: Date.now() + 1_000 })],
    ["a token of the future", record({}, { receivedAt: Date.now() + 3_600_000 })],
  ]) {
    test(`that holds ${what} costs a request`, async () => {
      assert.equal(await valueWith(() => text), "token-1");
    });
  }

  test("of a machine whose clock is a little ahead is believed", async () => {
    assert.equal(await valueWith(() => record({}, { receivedAt: Date.now() + 30_000 })), "stored");
  });

  test("is not given what nobody knows the end of", async () => {
    realm.answers[`POST ${TOKEN_PATH}`] = json({ ...TOKEN, expires_in: undefined });
    let given = 0;
    await valueWith(() => null, () => (given += 1));
    assert.equal(given, 0);
  });

  test("that fails costs a request", async () => {
    const fail = () => {
      throw new Error("down");
    };
    assert.equal(await valueWith(fail, fail), "token-1");
    assert.equal(await valueWith(() => Promise.reject(new Error("down")), () => Promise.reject(new Error("down"))), "token-2");
  });

  test("that hangs costs a request, and nobody waits to write", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const never = () => new Promise(() => {});
    const value = valueWith(() => {
      queueMicrotask(() => context.mock.timers.tick(2_000));
      return never();
    }, never);
    // The request itself goes by the real clock.
    assert.equal(await value, "token-1");
  });

  test("gives a token that is kept by this process as long as it lasts", async (context) => {
    const clock = clockOf(context);
    let text = record();
    const backend = await backendOf(realm, { store: { get: () => text, set() {} } });
    assert.equal((await backend.accessToken()).value, "stored");
    text = null;
    clock.pass(200);
    assert.equal((await backend.accessToken()).value, "stored");
    clock.pass(99);
    assert.equal((await backend.accessToken()).value, "token-1");
  });
});

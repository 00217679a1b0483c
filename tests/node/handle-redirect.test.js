// The promises of handleRedirect and parseRedirect, with storage in view.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { callbackOf, clientOf, codeOf, GRANTED, json, PAGE, startProvider } from "../lib/provider.js";
import { recordingStorage } from "../lib/recording-storage.js";

let provider, storage;
beforeEach(async () => {
  provider = await startProvider({ "POST /token": json(GRANTED) });
  storage = recordingStorage();
});
afterEach(() => provider.close());

const newClient = (options) => clientOf(provider, { storage, ...options });

describe("handleRedirect", () => {
  test("matches each response to its own transaction, in any order", async () => {
    const client = await newClient();
    const logins = [1, 2, 3].map((appState) => ({ appState, url: callbackOf(client, { appState }) }));
    for (const { appState, url } of logins.reverse()) {
      assert.equal((await client.handleRedirect(url)).appState, appState);
    }
    assert.equal(provider.requests.length, 3);
  });

  test("answers one response with one grant, whoever asks and whenever", async () => {
    const [one, two] = [await newClient(), await newClient()];
    const url = callbackOf(one);
    const grants = await Promise.all([one.handleRedirect(url), one.handleRedirect(new URL(url)), two.handleRedirect(url)]);
    grants.push(await two.handleRedirect(url));
    assert.equal(new Set(grants).size, 1);
    assert.equal(provider.requests.length, 1);
  });

  test("gives everybody the same failure too", async () => {
    const client = await newClient();
    const url = `${PAGE}?error=access_denied&state=${client.authorize().state}`;
    const codes = await Promise.all([1, 2].map(() => codeOf(client.handleRedirect(url))));
    assert.deepEqual([...codes, await codeOf(client.handleRedirect(url))], Array(3).fill("access_denied"));
  });

  test("asks again where nothing was used up", async () => {
    const client = await newClient();
    const url = callbackOf(client);
    storage.failing.add("getItem");
    assert.equal(await codeOf(client.handleRedirect(url)), "storage_unavailable");
    storage.failing.clear();
    assert.equal(await codeOf(client.handleRedirect(url)), "none");
  });

  test("never uses a response of another code for the same state", async () => {
    const client = await newClient();
    const url = callbackOf(client);
    await client.handleRedirect(url);
    assert.equal(await codeOf(client.handleRedirect(url.replace("the-code", "another"))), "transaction_used");
    assert.equal(provider.requests.length, 1);
  });

  test("is null on any other page, without a request", async () => {
    const client = await newClient();
    for (const url of [undefined, "", "no address", PAGE, `${PAGE}?code=voucher`, `${PAGE}other?code=1&state=1`]) {
      assert.equal(await client.handleRedirect(url), null, url);
    }
    assert.equal(provider.requests.length, 0);
  });

  test("is too late after the transaction's lifetime", async (t) => {
    const client = await newClient({ transactionLifetime: 60 });
    const url = callbackOf(client);
    t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 60_000 });
    assert.equal(await codeOf(client.handleRedirect(url)), "transaction_expired");
    assert.equal(provider.requests.length, 0);
  });

  test("judges by the options that the client was made with", async () => {
    const options = { endpoints: { token: `${provider.origin}/token` } };
    const client = await newClient(options);
    options.endpoints.token = `${provider.origin}/elsewhere`;
    assert.equal(await codeOf(client.handleRedirect(callbackOf(client))), "none");
  });
});

describe("parseRedirect", () => {
  test("hands out what a back end needs, once", async () => {
    const client = await newClient({ flow: "login" });
    const { url, state } = client.authorize({ appState: [1] });
    const callback = `${PAGE}?code=a%2Bb&state=${state}`;
    const { codeVerifier, ...rest } = client.parseRedirect(callback);
    const nonce = new URL(url).searchParams.get("nonce");
    assert.deepEqual(rest, {
      code: "a+b",
      state,
      nonce,
      redirectUri: PAGE,
      appState: [1],
      flow: "login",
      scope: ["openid"],
      maxAge: null,
    });
    assert.match(codeVerifier, /^[\w-]{43}$/);
    assert.throws(() => client.parseRedirect(callback), { code: "transaction_used" });
    assert.equal(await codeOf(client.handleRedirect(callback)), "transaction_used");
    assert.equal(client.parseRedirect(PAGE), null);
  });
});

describe("storage", () => {
  test("keeps next to nothing of a transaction that was answered, and nothing secret", async () => {
    const client = await newClient({ flow: "login", idTokenAlg: "none" });
    const { url, state } = client.authorize();
    const secrets = [/code_verifier=([\w-]+)/, /nonce=([\w-]+)/].map((pattern) => pattern.exec(storage.text())[1]);
    assert.equal(secrets[1], new URL(url).searchParams.get("nonce"));
    await codeOf(client.handleRedirect(`${PAGE}?code=the-code&state=${state}`));
    const left = storage.text();
    assert.ok(left.length < 200, left);
    for (const secret of [...secrets, "the-code", GRANTED.access_token]) assert.equal(left.includes(secret), false);
  });

  test("is swept of what was abandoned by the next login and by the next page view", async (t) => {
    for (const next of ["authorize", "handleRedirect"]) {
      storage = recordingStorage();
      const [client, short] = [await newClient(), await newClient({ transactionLifetime: 1 })];
      client.authorize();
      short.authorize();
      t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 901_000 });
      await client[next]();
      assert.equal([...storage.text().matchAll(/code_verifier/g)].length, next === "authorize" ? 1 : 0);
      t.mock.timers.reset();
    }
  });

  test("that was tampered with holds no transaction", async () => {
    const client = await newClient();
    for (const damage of ["", "v=1", "v=9&expires_at=1", "{}", "\u0000"]) {
      const url = callbackOf(client);
      for (const [key, value] of storage.entries) if (value.includes("code_verifier")) storage.entries.set(key, damage);
      assert.equal(await codeOf(client.handleRedirect(url)), "state_unknown");
    }
  });

  test("never decides how much a page reads, whatever stands in it", async () => {
    const client = await newClient();
    const bounds = ["0 9999999", "0 18446744073709551615", "18446744073709551600 18446744073709551615", "0 60000"];
    const lifetimes = Array.from({ length: 50_000 }, (_, number) => number).join(" ");
    for (const planted of bounds) {
      for (const lifetime of lifetimes.split(" ")) storage.entries.set(`consentkey.${lifetime}`, planted);
      storage.entries.set("consentkey.lifetimes", lifetimes);
      let reads = 0;
      const { getItem } = storage;
      storage.getItem = (key) => ((reads += 1), getItem(key));
      assert.equal(await client.handleRedirect(PAGE), null);
      assert.equal(await codeOf(client.handleRedirect(callbackOf(client))), "none");
      storage.getItem = getItem;
      assert.ok(reads < 3000, `${reads} reads`);
    }
  });

  test("keeps what others have put there, whatever its name", async (t) => {
    const client = await newClient();
    client.authorize();
    const others = { "consentkey.tcf": "{}", "consentkey.900.1": "a note", "consentkey.900.2": "1", "consentkey.note": "1" };
    for (const [key, value] of Object.entries(others)) storage.entries.set(key, value);
    storage.entries.set("consentkey.900", "0 5");
    storage.entries.set("consentkey.900.3", "1 tcf");
    storage.entries.set("consentkey.900.4", "1 note");
    storage.entries.set("consentkey.lifetimes", "900 tcf note");
    t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 901_000 });
    assert.equal(await client.handleRedirect(PAGE), null);
    assert.equal(storage.text().includes("code_verifier"), false);
    for (const [key, value] of Object.entries(others)) assert.equal(storage.entries.get(key), value, key);
  });

  test("that refuses to write stops a login before it starts, and keeps nothing of it", async () => {
    const client = await newClient();
    storage.failing.add("setItem");
    assert.throws(() => client.authorize(), { code: "storage_unavailable" });
    assert.equal(storage.entries.size, 0);
  });

  test("of a browser that is not there is unavailable", async () => {
    for (const choice of ["session", "local", undefined]) {
      const client = await newClient({ storage: choice });
      assert.throws(() => client.authorize(), { code: "storage_unavailable" }, choice);
    }
  });
});

test("two providers' responses are not taken for each other's", async () => {
  const other = await startProvider({ "POST /token": json({ ...GRANTED, access_token: "other" }) });
  const [client, mixed] = [await newClient(), await clientOf(other, { storage })];
  const url = callbackOf(client);
  assert.equal(await codeOf(mixed.handleRedirect(url)), "state_unknown");
  assert.equal(await codeOf(client.handleRedirect(`${url}&iss=${encodeURIComponent(`${other.origin}/`)}`)), "issuer_mismatch");
  assert.deepEqual([provider.requests, other.requests], [[], []]);
  await other.close();
});

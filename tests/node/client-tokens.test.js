// A client's own tokens: the documented request, and how long one is kept.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { backendOf, CLIENT, numberedTokens, startRealm, TOKEN, TOKEN_PATH } from "../lib/bankid.js";
import { clockOf } from "../lib/clock.js";
import { codeOf, json } from "../lib/provider.js";

let realm;
beforeEach(async () => {
  realm = await startRealm();
});
afterEach(() => realm.close());

describe("the request", () => {
  test("is the documented one, byte for byte", async () => {
    const before = Date.now();
    const token = await (await backendOf(realm)).accessToken();
    const [{ method, url, headers, body }, ...more] = realm.tokenRequests();
    assert.deepEqual([method, url, more.length], ["POST", TOKEN_PATH, 0]);
    assert.equal(body, "grant_type=client_credentials&scope=signdoc%2Fread_write");
    const pair = "bank+client:s%3Ae%26c%3Dr%E2%82%ACt%2F%2B";
    assert.equal(headers.authorization, `Basic ${Buffer.from(pair).toString("base64")}`);
    assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
    const { expiresAt, ...rest } = token;
    assert.deepEqual(rest, { value: TOKEN.access_token, tokenType: "Bearer", scope: ["signdoc/read_write"] });
    assert.ok(expiresAt >= before + 300_000 && expiresAt <= Date.now() + 300_000);
  });

  test("has the credentials in the form where the client is registered so", async () => {
    await (await backendOf(realm, { clientAuth: "client_secret_post" })).accessToken("other");
    const [{ headers, body }] = realm.tokenRequests();
    assert.equal(headers.authorization, undefined);
    assert.equal(
      body,
      "grant_type=client_credentials&scope=other&client_id=bank%20client&client_secret=s%3Ae%26c%3Dr%E2%82%ACt%2F%2B",
    );
  });

  test("goes where discovery says, which is read once", async () => {
    realm.answers[`POST ${TOKEN_PATH}`] = numberedTokens({ expires_in: undefined });
    const backend = await backendOf(realm);
    await backend.accessToken();
    await (await backendOf(realm)).accessToken();
    assert.deepEqual(
      realm.requests.map(({ url }) => url.replace(/^.*\//, "")),
      ["openid-configuration", "token", "token"],
    );
  });

  test("needs no discovery where the address is given", async () => {
    const endpoints = { token: `${realm.issuer}/token` };
    await (await backendOf(realm, { endpoints })).accessToken();
    assert.deepEqual(realm.requests.map(({ url }) => url), [TOKEN_PATH]);
  });

  test("asks for a scope that there can be", async () => {
    const backend = await backendOf(realm);
    for (const scope of ["", " ", null, 7, [], "ä", 'a"b']) {
      assert.equal(await codeOf(backend.accessToken(scope)), "config_invalid");
    }
    assert.equal(realm.requests.length, 0);
  });

  test("that is refused tells the provider's words and no secret", async () => {
    realm.answers[`POST ${TOKEN_PATH}`] = json({ error: "invalid_client", error_description: CLIENT.clientSecret }, 401);
    const error = await (await backendOf(realm)).accessToken().catch((thrown) => thrown);
    assert.deepEqual([error.code, error.status, error.error], ["token_request_failed", 401, "invalid_client"]);
    assert.equal(JSON.stringify(error).includes(CLIENT.clientSecret), false);
  });
});

describe("a token", () => {
  beforeEach(() => {
    realm.answers[`POST ${TOKEN_PATH}`] = numberedTokens();
  });

  test("is asked for once, however many ask at once", async () => {
    const backend = await backendOf(realm);
    const tokens = await Promise.all(Array.from({ length: 10_000 }, () => backend.accessToken()));
    assert.equal(realm.tokenRequests().length, 1);
    assert.ok(tokens.every(({ value }) => value === "token-1"));
  });

  test("is kept by scope", async () => {
    const backend = await backendOf(realm);
    const values = [];
    for (const scope of ["a", "b", "a", " a ", undefined]) values.push((await backend.accessToken(scope)).value);
    assert.deepEqual(values, ["token-1", "token-2", "token-1", "token-1", "token-3"]);
  });

  test("is each caller's own to change", async () => {
    const backend = await backendOf(realm);
    const token = await backend.accessToken();
    token.value = "changed";
    token.scope.push("changed");
    const again = await backend.accessToken();
    assert.deepEqual([again.value, again.scope], ["token-1", ["signdoc/read_write"]]);
    again.value = "changed";
    assert.equal((await backend.accessToken()).value, "token-1");
  });

  test("that was refused is not kept: the next one asks again", async () => {
    const answer = realm.answers[`POST ${TOKEN_PATH}`];
    realm.answers[`POST ${TOKEN_PATH}`] = json({ error: "temporarily_unavailable" }, 503);
    const backend = await backendOf(realm);
    const codes = await Promise.all([codeOf(backend.accessToken()), codeOf(backend.accessToken())]);
    assert.deepEqual([codes, realm.tokenRequests().length], [["token_request_failed", "token_request_failed"], 1]);
    realm.answers[`POST ${TOKEN_PATH}`] = answer;
    assert.equal((await backend.accessToken()).value, "token-1");
  });
});

describe("a kept token is renewed", () => {
  /** How many requests it takes to ask at each of these times, in seconds after the first. */
  async function requestsAt(context, lifetime, ...times) {
    realm.answers[`POST ${TOKEN_PATH}`] = numberedTokens({ expires_in: lifetime });
    const clock = clockOf(context);
    const backend = await backendOf(realm);
    await backend.accessToken();
    let at = 0;
    const counts = [];
    for (const time of times) {
      clock.pass(time - at);
      at = time;
      await backend.accessToken();
      counts.push(realm.tokenRequests().length);
    }
    return counts;
  }

  test("within the last 60 seconds of 300, and before they are over", async (context) => {
    assert.deepEqual(await requestsAt(context, 300, 239, 298), [1, 2]);
  });

  test("within the last minute of a long life", async (context) => {
    assert.deepEqual(await requestsAt(context, 36_000, 35_900, 35_941), [1, 2]);
  });

  test("soon before the end of a short life", async (context) => {
    assert.deepEqual(await requestsAt(context, 20, 17, 18.5), [1, 2]);
  });

  test("with a second left, however short its life", async (context) => {
    assert.deepEqual(await requestsAt(context, 5, 2, 3.5), [1, 2]);
    realm.requests.length = 0;
    assert.deepEqual(await requestsAt(context, 1, 0, 0), [2, 3]);
  });

  test("each time where nobody says how long it lives", async (context) => {
    assert.deepEqual(await requestsAt(context, undefined, 0), [2]);
  });
});

describe("a clock that is set", () => {
  async function requestsAfter(context, ...steps) {
    realm.answers[`POST ${TOKEN_PATH}`] = numberedTokens();
    const clock = clockOf(context);
    const backend = await backendOf(realm);
    await backend.accessToken();
    for (const [step, seconds] of steps) {
      clock[step](seconds);
      await backend.accessToken();
      await backend.accessToken();
    }
    return realm.tokenRequests().length;
  }

  test("back by a little changes nothing, and the token ends when it has to", async (context) => {
    assert.equal(await requestsAfter(context, ["set", -30]), 1);
    realm.requests.length = 0;
    assert.equal(await requestsAfter(context, ["set", -30], ["pass", 298]), 2);
  });

  test("back by an hour does not lengthen a token's life", async (context) => {
    assert.equal(await requestsAfter(context, ["set", -3600], ["pass", 200]), 2);
  });

  test("forward costs one request", async (context) => {
    assert.equal(await requestsAfter(context, ["set", 3600], ["pass", 200]), 2);
  });
});

test("options that can't be used are refused before anything is sent", async () => {
  assert.equal(await codeOf(backendOf(realm, { redirectUri: null, store: null, environment: null })), "none");
  for (const options of [
    { clientId: "" },
    { clientSecret: "" },
    { clientSecret: 7 },
    { clientAuth: "none" },
    { environment: "live" },
    { redirectUri: "" },
    { redirectUri: "nowhere" },
    { timeout: -1 },
    { endpoints: { signdoc: "http://signdoc.example" } },
    { endpoints: { signdoc: "https://signdoc.example/?a" } },
    { store: {} },
    { store: 7 },
    { store: { get() {} } },
  ]) {
    assert.equal(await codeOf(backendOf(realm, options)), "config_invalid", JSON.stringify(options));
  }
  assert.equal(realm.requests.length, 0);
});

// A page's client of BankID: where its addresses come from, and what it asks for.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createBankidClient } from "consentkey";
import { backendOf, CLIENT, idTokenOf, startRealm, TOKEN_PATH } from "../lib/bankid.js";
import { clockOf } from "../lib/clock.js";
import { codeOf, json, PAGE } from "../lib/provider.js";

let realm;
beforeEach(async () => {
  realm = await startRealm();
});
afterEach(() => realm.close());

const clientOf = ({ endpoints, ...options } = {}) =>
  createBankidClient({
    clientId: CLIENT.clientId,
    redirectUri: PAGE,
    endpoints: { issuer: realm.issuer, ...endpoints },
    storage: "memory",
    ...options,
  });
const parametersOf = ({ url }) => Object.fromEntries(new URL(url).searchParams);
const discoveries = () => realm.requests.filter(({ url }) => url.includes(".well-known")).length;
const discoveryPath = () => Object.keys(realm.answers).find((path) => path.includes(".well-known"));

/** An answer of the token endpoint to the sign-in at `url`. */
function granted(url, claims, more) {
  const idToken = idTokenOf(realm, { nonce: new URL(url).searchParams.get("nonce"), ...claims });
  return json({ access_token: "access", token_type: "Bearer", expires_in: 300, id_token: idToken, ...more });
}

describe("the authorization request", () => {
  test("of a sign-in is the documented one", async () => {
    const client = await clientOf();
    const request = client.authorize();
    assert.equal(request.url.split("?")[0], `${realm.issuer}/precheck/auth`);
    const { state, nonce, code_challenge: challenge, ...rest } = parametersOf(request);
    assert.deepEqual(rest, {
      response_type: "code",
      client_id: CLIENT.clientId,
      redirect_uri: PAGE,
      scope: "openid",
      code_challenge_method: "S256",
    });
    assert.match(state, /^[\w-]{43}\.[\w-]{8}\.\d+$/);
    for (const random of [nonce, challenge]) assert.match(random, /^[\w-]{43}$/);
  });

  test("of a signing has the scope `openid sign` and the order", async () => {
    const client = await clientOf();
    const { scope, sign_id: signId, nonce } = parametersOf(client.authorize({ signId: "1-2" }));
    assert.deepEqual([scope, signId, nonce.length], ["openid sign", "1-2", 43]);
    const always = await clientOf({ signId: "3" });
    assert.deepEqual([parametersOf(always.authorize()).scope, parametersOf(always.authorize()).sign_id], ["openid sign", "3"]);
    assert.equal(parametersOf(always.authorize({ signId: "4" })).sign_id, "4");
  });

  test("has further scopes beside those that BankID requires", async () => {
    const scopeOf = async (options, request) => parametersOf((await clientOf(options)).authorize(request)).scope;
    assert.equal(await scopeOf({ scope: "profile email" }), "openid profile email");
    assert.equal(await scopeOf({ scope: ["openid", "profile"] }), "openid profile");
    assert.equal(await scopeOf({ scope: "profile" }, { scope: "phone" }), "openid phone");
    assert.equal(await scopeOf({ scope: "profile" }, { signId: "1" }), "openid sign profile");
    assert.equal(await scopeOf({ scope: "openid sign" }, { signId: "1" }), "openid sign");
  });

  test("has no scope `sign` without an order", async () => {
    assert.equal(await codeOf((await clientOf({ scope: "openid sign" })).redirect), "config_invalid");
    const client = await clientOf();
    assert.throws(() => client.authorize({ scope: "sign" }), { code: "config_invalid" });
    assert.throws(() => client.authorize({ flow: "login" }), { code: "config_invalid" });
  });
});

describe("the addresses", () => {
  test("are discovered once for all clients of the page", async () => {
    await Promise.all([clientOf(), clientOf(), clientOf({ signId: "1" })]);
    await clientOf();
    assert.equal(discoveries(), 1);
  });

  test("are discovered anew after an hour", async (context) => {
    const clock = clockOf(context);
    await clientOf();
    clock.pass(3590);
    await clientOf();
    assert.equal(discoveries(), 1);
    clock.pass(20);
    realm.description.authorization_endpoint = `${realm.issuer}/moved`;
    const { url } = (await clientOf()).authorize();
    assert.deepEqual([discoveries(), url.startsWith(`${realm.issuer}/moved?`)], [2, true]);
  });

  test("are discovered anew after an hour, whatever becomes of the time of day", async (context) => {
    const clock = clockOf(context);
    await clientOf();
    clock.set(-7200);
    clock.pass(3610);
    await clientOf();
    assert.equal(discoveries(), 2);
  });

  test("stay the last known ones while discovery fails, and it is asked again", async (context) => {
    const clock = clockOf(context);
    await clientOf();
    clock.pass(3610);
    const answer = realm.answers[discoveryPath()];
    realm.answers[discoveryPath()] = json({}, 503);
    assert.equal((await clientOf()).authorize().url.startsWith(`${realm.issuer}/precheck/auth?`), true);
    realm.answers[discoveryPath()] = answer;
    await clientOf();
    assert.equal(discoveries(), 3);
  });

  test("that are given are not discovered", async () => {
    await clientOf({ endpoints: { authorization: `${realm.issuer}/a`, token: `${realm.issuer}/t` } });
    assert.equal(realm.requests.length, 0);
  });

  for (const [what, answer] of [
    ["is missing", json({}, 404)],
    ["is no JSON", (_, response) => response.end("<html>")],
    ["never comes", () => {}],
  ]) {
    test(`of an issuer of one's own have nothing to fall back on when the document ${what}`, { timeout: 5000 }, async () => {
      realm.answers[discoveryPath()] = answer;
      const isSilent = what === "never comes";
      const code = await codeOf(clientOf(isSilent ? { timeout: 0.1 } : {}));
      assert.equal(code, isSilent ? "timeout" : "discovery_failed");
    });
  }

  test("of another issuer's document are refused", async () => {
    realm.description.issuer = "https://other.example";
    assert.equal(await codeOf(clientOf()), "issuer_mismatch");
  });
});

describe("without discovery, BankID's own environments have documented addresses:", () => {
  const { fetch } = globalThis;
  const asked = [];
  let answer;
  beforeEach(() => {
    asked.length = 0;
    answer = () => Promise.reject(new TypeError("offline"));
    globalThis.fetch = (url, options) => (asked.push(String(url)), answer(url, options));
  });
  afterEach(() => {
    globalThis.fetch = fetch;
  });

  const at = { clientId: CLIENT.clientId, redirectUri: PAGE, storage: "memory" };
  for (const [environment, realmAddress] of [
    [undefined, "https://auth.bankid.no/auth/realms/prod"],
    ["prod", "https://auth.bankid.no/auth/realms/prod"],
    ["current", "https://auth.current.bankid.no/auth/realms/current"],
  ]) {
    test(`${environment ?? "by default"}`, async () => {
      const client = await createBankidClient({ ...at, environment });
      assert.deepEqual(asked, [`${realmAddress}/.well-known/openid-configuration`]);
      assert.equal(client.authorize().url.split("?")[0], `${realmAddress}/precheck/auth`);
      assert.equal(client.endSessionUrl().split("?")[0], `${realmAddress}/protocol/openid-connect/logout`);
      // However many find out at once.
      const clients = await Promise.all([createBankidClient({ ...at, environment }), createBankidClient({ ...at, environment })]);
      for (const other of clients) assert.equal(other.authorize().url.split("?")[0], `${realmAddress}/precheck/auth`);
      const backend = await backendOf({ issuer: undefined }, { environment });
      assert.equal(await codeOf(backend.accessToken()), "network");
      assert.equal(asked.at(-1), `${realmAddress}/protocol/openid-connect/token`);
      assert.equal(await codeOf(backend.signdoc.status("1")), "discovery_failed");
    });
  }

  test("but another issuer's document is no outage", async () => {
    const description = { ...realm.description, issuer: "https://other.example" };
    answer = async () => new Response(JSON.stringify(description), { headers: { "Content-Type": "application/json" } });
    assert.equal(await codeOf(createBankidClient({ ...at, environment: "current" })), "issuer_mismatch");
  });
});

test("options that can't be used are refused before anything is sent", async () => {
  for (const options of [{ environment: "live" }, { environment: 7 }, { scope: 7 }, { signId: 7 }, { clientId: "" }, { redirectUri: "" }]) {
    assert.equal(await codeOf(clientOf(options)), "config_invalid", JSON.stringify(options));
  }
  assert.equal(realm.requests.length, 0);
});

describe("a response", () => {
  const callbackOf = (request) => `${PAGE}?code=the-code&state=${request.state}`;

  test("is exchanged in the page by a public client, and the ID token checked", async () => {
    const client = await clientOf();
    const request = client.authorize({ scope: "profile", appState: { step: 2 } });
    realm.answers[`POST ${TOKEN_PATH}`] = granted(request.url, { name: "Kari" }, { refresh_token: "refresh" });
    const grant = await client.handleRedirect(callbackOf(request));
    assert.deepEqual([grant.claims.sub, grant.claims.name, grant.accessToken.value], ["kari", "Kari", "access"]);
    assert.deepEqual([grant.permissionToken, grant.refreshToken, grant.scope], [null, "refresh", ["openid", "profile"]]);
    assert.deepEqual(grant.appState, { step: 2 });
    const form = new URLSearchParams(realm.tokenRequests()[0].body);
    assert.deepEqual([form.get("client_id"), form.has("client_secret")], [CLIENT.clientId, false]);
  });

  test("of a signing is parsed in the page and exchanged on the server", async () => {
    const client = await clientOf();
    const request = client.authorize({ signId: "1-2" });
    realm.answers[`POST ${TOKEN_PATH}`] = granted(request.url);
    const grant = await (await backendOf(realm)).exchange(client.parseRedirect(callbackOf(request)));
    assert.deepEqual([grant.claims.sub, grant.accessToken.scope], ["kari", ["openid", "sign"]]);
    const [{ headers, body }] = realm.tokenRequests();
    assert.ok(headers.authorization.startsWith("Basic "));
    const form = Object.fromEntries(new URLSearchParams(body));
    assert.deepEqual(
      { ...form, code_verifier: form.code_verifier.length },
      { grant_type: "authorization_code", code: "the-code", redirect_uri: PAGE, code_verifier: 43 },
    );
  });

  test("is judged on the server by what the page asked for", async () => {
    const client = await clientOf();
    const backend = await backendOf(realm);
    const seconds = Math.floor(Date.now() / 1000);
    for (const [maxAge, authTime, expected] of [
      [60, seconds - 600, "auth_time"],
      [60, undefined, "auth_time"],
      [60, seconds - 5, undefined],
      [undefined, seconds - 600, undefined],
    ]) {
      const request = client.authorize({ maxAge, scope: "profile" });
      realm.answers[`POST ${TOKEN_PATH}`] = granted(request.url, { auth_time: authTime });
      const code = client.parseRedirect(callbackOf(request));
      assert.deepEqual([code.flow, code.scope, code.maxAge], [null, ["openid", "profile"], maxAge ?? null]);
      const { reason, scope } = await backend.exchange(code).catch((error) => error);
      assert.deepEqual([reason, scope], [expected, expected ? undefined : ["openid", "profile"]]);
    }
  });

  test("is checked on the server as in the page", async () => {
    const client = await clientOf();
    const backend = await backendOf(realm);
    for (const [claims, expected] of [
      [{ nonce: "other" }, "nonce"],
      [{ iss: "https://other.example" }, "iss"],
      [{ azp: "other" }, "azp"],
      [{ aud: "other" }, "aud"],
      [{ exp: 1 }, "exp"],
    ]) {
      const request = client.authorize();
      realm.answers[`POST ${TOKEN_PATH}`] = granted(request.url, claims);
      const { code, reason } = await backend.exchange(client.parseRedirect(callbackOf(request))).catch((error) => error);
      assert.deepEqual([code, reason], ["id_token_invalid", expected]);
    }
  });

  test("has to bring its page's address, where the options don't", async () => {
    const backend = await backendOf(realm);
    assert.equal(await codeOf(backend.exchange({ code: "c", codeVerifier: "v" })), "config_invalid");
    for (const code of [undefined, {}, { code: "" }, { code: 7, redirectUri: PAGE }]) {
      assert.equal(await codeOf(backend.exchange(code)), "config_invalid");
    }
    assert.equal(realm.requests.length, 0);
    realm.answers[`POST ${TOKEN_PATH}`] = json({ error: "invalid_grant" }, 400);
    const own = await backendOf(realm, { redirectUri: PAGE });
    assert.equal(await codeOf(own.exchange({ code: "c", codeVerifier: "v" })), "token_request_failed");
  });
});

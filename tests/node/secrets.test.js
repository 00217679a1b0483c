// No error shows what only the library and the provider may know.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { inspect } from "node:util";
import { createNetidBackend } from "consentkey/server";
import { backendOf, startRealm, TOKEN_PATH } from "../lib/bankid.js";
import { callbackOf, clientOf, GRANTED, idToken, json, PAGE, startProvider } from "../lib/provider.js";
import { recordingStorage } from "../lib/recording-storage.js";

const TOKEN = "marker-token";
const CODE = "marker-code";
let provider;
afterEach(() => provider?.close());

const echo = ({ body }, response) => {
  const sent = Object.fromEntries(new URLSearchParams(body));
  json({ error: "invalid_grant", error_description: `${sent.code} ${sent.code_verifier}`, error_uri: sent.code }, 400)(null, response);
};

for (const [name, answer, options] of [
  ["a provider that echoes", echo],
  ["an answer that is no token response", json({ access_token: TOKEN, token_type: "mac" })],
  ["an answer that is cut off", (_, response) => response.end(`{"access_token":"${TOKEN}`)],
  ["a connection that breaks", (_, response) => response.socket.destroy()],
  ["a request that takes too long", () => {}, { timeout: 0.1 }],
  ["an ID token of someone else", "other", { flow: "login", idTokenAlg: "none" }],
  ["an ID token that is none", json({ ...GRANTED, access_token: TOKEN, id_token: TOKEN }), { flow: "login" }],
]) {
  test(name, async () => {
    const answers = {};
    provider = await startProvider(answers);
    const storage = recordingStorage();
    const client = await clientOf(provider, { storage, ...options });
    const { url, state } = client.authorize();
    const forged = () => json({ ...GRANTED, access_token: TOKEN, id_token: idToken(provider, url, { aud: TOKEN }) });
    answers["POST /token"] = answer === "other" ? forged() : answer;
    const [, verifier] = /code_verifier=([\w-]+)/.exec(storage.text());
    const nonce = new URL(url).searchParams.get("nonce");
    const error = await client.handleRedirect(`${PAGE}?code=${CODE}&state=${state}`).catch((thrown) => thrown);
    assertSilent(error, [TOKEN, CODE, verifier, state, ...(nonce ? [nonce] : [])]);
  });
}

test("a refusal that echoes the request", async () => {
  provider = await startProvider({});
  const storage = recordingStorage();
  const client = await clientOf(provider, { storage, flow: "login" });
  const { state, url } = client.authorize();
  const [, verifier] = /code_verifier=([\w-]+)/.exec(storage.text());
  const nonce = new URL(url).searchParams.get("nonce");
  const said = encodeURIComponent(`${state} ${nonce} ${verifier}`);
  const error = await client
    .handleRedirect(`${PAGE}?error=server_error&error_description=${said}&state=${state}`)
    .catch((thrown) => thrown);
  assert.equal(error.code, "authorization_failed");
  assertSilent(error, [state, nonce, verifier]);
});

test("a response that can't be used", async () => {
  provider = await startProvider({});
  const client = await clientOf(provider);
  for (const url of [`${callbackOf(client, {}, CODE)}&code=2`, `${PAGE}?code=${CODE}&state=marker-state`]) {
    assertSilent(await client.handleRedirect(url).catch((thrown) => thrown), [CODE, "marker-state"]);
  }
});

/** What a form, JSON, HTML or a header make of a text, and what those who echo make of that. */
const FORMS = {
  "as it is": (text) => text,
  "percent-encoded": encodeURIComponent,
  "percent-encoded in lower case": (text) => encodeURIComponent(text).replace(/%../g, (escape) => escape.toLowerCase()),
  "percent-encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "as a form": (text) => String(new URLSearchParams({ text })).slice(5),
  "as a JSON string": (text) => JSON.stringify(text),
  "as a JSON string with escaped slashes": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
  "as a JSON string of ASCII": (text) => JSON.stringify(text).replace(/[^a-z]/gi, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "as HTML": (text) => text.replace(/\W/g, (c) => `&#x${c.charCodeAt(0).toString(16).toUpperCase()};`),
  "as HTML of ASP.NET": (text) => text.replace(/\W/g, (c) => `&#${c.charCodeAt(0)};`),
  "in base64": (text) => Buffer.from(text).toString("base64"),
  "in base64url": (text) => Buffer.from(text).toString("base64url"),
  "in base64 behind something": (text) => Buffer.from(`x:${text}`).toString("base64"),
  "in base64 between something": (text) => Buffer.from(`{"a":"${text}"}`).toString("base64"),
};

/** Functions whose errors hold a provider's words, each with a secret of its own that the provider knows. */
const SECRET = "4/0AX4+s e&c=r%2Bt~ü";
const BEARER = "4/0AX4+sec=r%2Bt~.-_";
const sent = { code: SECRET, codeVerifier: "v".repeat(43) };
const netid = (origin, options) =>
  createNetidBackend({ clientId: "a client", clientSecret: "other-secret", redirectUri: PAGE, endpoints: { token: `${origin}/token`, permissionRead: origin }, ...options });
const ECHOES = {
  "a page's code": {
    secret: SECRET,
    ask: async ({ origin }) => {
      const client = await clientOf({ origin });
      return client.handleRedirect(`${PAGE}?code=${encodeURIComponent(SECRET)}&state=${client.authorize().state}`);
    },
  },
  "a refresh token": {
    secret: SECRET,
    ask: async ({ origin }) => (await clientOf({ origin })).refresh({ refreshToken: SECRET, scope: ["openid"] }),
  },
  "a server's code": { secret: SECRET, ask: async ({ origin }) => (await netid(origin)).exchange(sent) },
  "a client's secret": {
    secret: SECRET,
    ask: async ({ origin }) => (await netid(origin, { clientSecret: SECRET })).exchange({ code: "another-code" }),
  },
  "a client's posted secret": {
    secret: SECRET,
    ask: async ({ origin }) => (await netid(origin, { clientSecret: SECRET, clientAuth: "client_secret_post" })).exchange({ code: "another-code" }),
  },
  "the secret of client credentials": {
    secret: SECRET,
    ask: async (realm) => (await backendOf(realm, { clientSecret: SECRET })).accessToken(),
  },
  "SignDoc's token": {
    secret: BEARER,
    ask: async (realm) => {
      realm.answers[`POST ${TOKEN_PATH}`] = json({ access_token: BEARER, token_type: "Bearer", expires_in: 300 });
      return (await backendOf(realm)).signdoc.status("1-2");
    },
  },
  "a permission token": { secret: BEARER, ask: async ({ origin }) => (await netid(origin)).permissions(BEARER).read() },
};

for (const [what, { secret, ask }] of Object.entries(ECHOES)) {
  for (const [how, encoded] of Object.entries(FORMS)) {
    test(`a provider that echoes ${what} ${how}`, async () => {
      const echoed = encoded(secret);
      const said = { error: `e${echoed}`, error_description: `<${echoed}>, ${echoed}`, error_uri: `https://x.example/?${echoed}`, status_code: echoed };
      const refusal = json(said, 400);
      provider = await startRealm({
        "POST /token": refusal,
        [`POST ${TOKEN_PATH}`]: refusal,
        "GET /base/signdoc?sign_id=1-2": refusal,
        "GET /netid-user-status?q.identifier.in=TPID,SYNC_ID,ETPID": refusal,
      });
      const error = await ask(provider).catch((thrown) => thrown);
      assert.equal(error.status, 400);
      assertSilent(error, [echoed, secret, JSON.stringify(echoed).slice(1, -1)]);
    });
  }
}

test("a Basic header that comes back whole, in any form", async () => {
  const once = Object.entries(FORMS).filter(([how]) => !how.startsWith("in base64"));
  for (const [, encoded] of once) {
    let header;
    provider = await startRealm({
      "POST /token": ({ headers }, response) => {
        header = encoded(headers.authorization);
        json({ error: "invalid_client", error_description: `no client: ${header}.` }, 401)(null, response);
      },
    });
    const error = await (await netid(provider.origin, { clientSecret: SECRET })).exchange(sent).catch((thrown) => thrown);
    assert.equal(error.error, "invalid_client");
    assertSilent(error, [header, header.replace(/^Basic\W+/, ""), SECRET]);
    await provider.close();
  }
});

test("what is kept of a provider's words is bounded, and holds no part of a secret at its end", async () => {
  for (const length of [100, 1000, 1010, 1020, 1024, 2000, 100_000]) {
    const words = `${"w".repeat(length)}${SECRET}${"w".repeat(length)}`;
    provider = await startRealm({ "POST /token": json({ error: words, error_description: words, error_uri: words }, 400) });
    const error = await (await netid(provider.origin)).exchange(sent).catch((thrown) => thrown);
    for (const kept of [error.error, error.errorDescription, error.errorUri]) {
      assert.ok(kept.length < 2048);
      assert.equal(kept.includes(SECRET.slice(0, 2)), false, kept);
    }
    await provider.close();
  }
  provider = undefined;
});

test("every error names the entry of its code, beside what belongs to it", async () => {
  provider = await startProvider({});
  const error = await clientOf(provider, { clientId: "" }).catch((thrown) => thrown);
  assert.equal(new URL(error.docs).hash, "#config_invalid");
  assert.equal(Object.keys(error).includes("docs"), false);
});

function assertSilent(error, secrets) {
  assert.equal(error.name, "ConsentKeyError");
  const shown = [error.message, error.stack, String(error), JSON.stringify(error), inspect(error, { depth: 10, showHidden: true })];
  for (const secret of secrets) assert.equal(shown.join("\n").includes(secret), false, `${error.code} shows ${secret}`);
}

// No error shows what only the library and the provider may know.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { inspect } from "node:util";
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

function assertSilent(error, secrets) {
  assert.equal(error.name, "ConsentKeyError");
  const shown = [error.message, error.stack, String(error), JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })];
  for (const secret of secrets) assert.equal(shown.join("\n").includes(secret), false, `${error.code} shows ${secret}`);
}

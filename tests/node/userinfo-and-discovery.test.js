import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { createClient } from "consentkey";
import { clientOf, codeOf, idToken, json, PAGE, startProvider } from "../lib/provider.js";

let provider;
afterEach(() => provider?.close());

const TOKENS = { access_token: "userinfo-token", token_type: "Bearer", expires_in: 900 };

/** A grant of a login at a provider that answers userinfo as told. */
async function signedIn(userinfo, options) {
  const answers = { "GET /userinfo": userinfo };
  provider = await startProvider(answers);
  const client = await clientOf(provider, { flow: "login", idTokenAlg: "none", ...options });
  const { url, state } = client.authorize();
  answers["POST /token"] = json({ ...TOKENS, id_token: idToken(provider, url) });
  const grant = await client.handleRedirect(`${PAGE}?code=1&state=${state}`);
  return { client, grant };
}

describe("userinfo", () => {
  test("bears the token and answers the claims, hostile names included", async () => {
    const answer = (_, response) =>
      response.writeHead(200, { "Content-Type": "application/json" }).end('{"sub":"user","__proto__":{"admin":true}}');
    const { client, grant } = await signedIn(answer);
    const claims = await client.userinfo(grant);
    assert.deepEqual([claims.sub, claims.admin, Object.keys(claims)], ["user", undefined, ["sub", "__proto__"]]);
    const { headers } = provider.requests.at(-1);
    assert.deepEqual([headers.authorization, headers.accept], ["Bearer userinfo-token", "application/json"]);
  });

  for (const [name, answer, code] of [
    ["of somebody else", json({ sub: "other" }), "userinfo_failed"],
    ["that is refused", json({ sub: "user" }, 401), "userinfo_failed"],
    ["that is no JSON", (_, response) => response.end("<html>"), "userinfo_failed"],
    ["as a JWT", (_, r) => r.writeHead(200, { "Content-Type": "application/jwt" }).end('{"sub":"user"}'), "userinfo_failed"],
    ["that hangs", () => {}, "timeout"],
    ["that breaks off", (_, response) => response.socket.destroy(), "network"],
  ]) {
    test(`${name} is ${code}`, async () => {
      // The grant is to come within it.
      const { client, grant } = await signedIn(answer, code === "timeout" ? { timeout: 2 } : {});
      assert.equal(await codeOf(client.userinfo(grant)), code);
    });
  }

  test("can be given up, before and during the request", async () => {
    const caller = new AbortController();
    const { client, grant } = await signedIn(() => caller.abort());
    assert.equal(await codeOf(client.userinfo(grant, { signal: AbortSignal.abort() })), "aborted");
    assert.equal(await codeOf(client.userinfo(grant, { signal: caller.signal })), "aborted");
  });

  test("needs a grant with a person", async () => {
    provider = await startProvider({});
    const client = await clientOf(provider);
    for (const grant of [undefined, null, {}, { accessToken: null, claims: null }, { accessToken: { value: "a" } }]) {
      assert.equal(await codeOf(client.userinfo(grant)), "config_invalid");
    }
    assert.deepEqual(provider.requests, []);
  });
});

describe("discovery", () => {
  const DOCUMENT = "GET /.well-known/openid-configuration";
  const documentOf = ({ origin }, changes) => ({
    issuer: `${origin}/`,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    ...changes,
  });
  const create = (options) =>
    createClient({ clientId: "client", redirectUri: PAGE, scope: "read", storage: "memory", issuer: `${provider.origin}/`, ...options });

  async function outcomeOf(answer, options) {
    const answers = {};
    provider = await startProvider(answers);
    answers[DOCUMENT] = typeof answer === "function" ? answer : json(documentOf(provider, answer));
    return codeOf(create(options));
  }

  for (const [name, answer, code] of [
    ["of this issuer is taken", {}, "none"],
    ["of another issuer is refused", { issuer: "https://evil.example/" }, "issuer_mismatch"],
    ["without a token endpoint", { token_endpoint: undefined }, "discovery_failed"],
    ["that leads to plain http", { token_endpoint: "http://a.example/token" }, "discovery_failed"],
    ["that is missing", json({}, 404), "discovery_failed"],
    ["that is a page", (_, response) => response.end("<html>"), "discovery_failed"],
    ["that redirects", (_, response) => response.writeHead(302, { Location: "/x" }).end(), "discovery_failed"],
    ["that breaks off", (_, response) => response.socket.destroy(), "discovery_failed"],
    ["that hangs", () => {}, "timeout"],
  ]) {
    test(`a document ${name}: ${code}`, async () => {
      assert.equal(await outcomeOf(answer, code === "timeout" ? { timeout: 0.3 } : {}), code);
    });
  }

  test("is not asked by clients that can't be made, or that know all addresses", async () => {
    provider = await startProvider({});
    assert.equal(await codeOf(create({ clientId: "" })), "config_invalid");
    const endpoints = { authorization: `${provider.origin}/a`, token: `${provider.origin}/t` };
    assert.equal(await codeOf(create({ endpoints })), "none");
    assert.deepEqual(provider.requests, []);
  });

  test("that promises `iss` makes it required in every response", async () => {
    const answers = {};
    provider = await startProvider(answers);
    answers[DOCUMENT] = json(documentOf(provider, { authorization_response_iss_parameter_supported: true }));
    answers["POST /token"] = json(TOKENS);
    const client = await create();
    const callback = () => `${PAGE}?code=1&state=${client.authorize().state}`;
    assert.equal(await codeOf(client.handleRedirect(callback())), "issuer_mismatch");
    assert.equal(await codeOf(client.handleRedirect(`${callback()}&iss=${provider.origin}/`)), "none");
  });
});

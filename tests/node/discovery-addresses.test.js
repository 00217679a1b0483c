// Where a discovery document may send a client.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createClient } from "consentkey";
import { createBankidBackend, verifyAccessToken } from "consentkey/server";
import { CLIENT } from "../lib/bankid.js";
import { codeOf, PAGE } from "../lib/provider.js";

const LOCAL = "http://127.0.0.1:6379/";

const realFetch = globalThis.fetch;
let asked, documents;
beforeEach(() => {
  asked = [];
  documents = {};
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    return documents[url] ? Response.json(documents[url]) : new Response("", { status: 404 });
  };
});
afterEach(() => (globalThis.fetch = realFetch));

let realms = 0;
/** A realm of its own for each question, since what one says is kept. */
function describeRealm(origin, changes) {
  const issuer = `${origin}/realms/${(realms += 1)}`;
  documents[`${issuer}/.well-known/openid-configuration`] = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    ...changes,
  };
  return issuer;
}

const ADDRESSES = ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint"];

describe("a distant issuer", () => {
  test("names no plain http on this machine, under any name of an address", async () => {
    for (const name of [...ADDRESSES, "signdoc-baseurl"]) {
      for (const address of [LOCAL, "http://localhost:4400/a", "http://a.localhost/", "http://[::1]/"]) {
        const issuer = describeRealm("https://realm.example", { [name]: address });
        const backend = await createBankidBackend({ ...CLIENT, endpoints: { issuer } });
        assert.equal(await codeOf(backend.accessToken()), "discovery_failed", name);
        assert.equal(await codeOf(backend.signdoc.status("1")), "discovery_failed", name);
        if (name === "signdoc-baseurl") continue;
        const options = { issuer, clientId: "c", redirectUri: PAGE, scope: "openid", storage: "memory" };
        assert.equal(await codeOf(createClient(options)), "discovery_failed", name);
      }
    }
    assert.deepEqual(asked.filter((url) => !url.startsWith("https://realm.example/")), []);
  });

  test("names no keys of this machine for an access token", async () => {
    const issuer = describeRealm("https://realm.example", { jwks_uri: LOCAL });
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const jwt = `${part({ alg: "RS256" })}.${part({ iss: issuer })}.c2ln`;
    assert.equal(await codeOf(verifyAccessToken(jwt, { issuer, audience: "a" })), "discovery_failed");
    assert.deepEqual(asked.filter((url) => url.startsWith("http:")), []);
  });
});

test("an issuer on this machine names others there, and the caller's own options name what they like", async () => {
  for (const origin of ["http://localhost:4400", "http://127.0.0.1:1", "https://localhost"]) {
    const issuer = describeRealm(origin, { token_endpoint: `${LOCAL}token`, "signdoc-baseurl": LOCAL });
    const backend = await createBankidBackend({ ...CLIENT, endpoints: { issuer } });
    assert.equal(await codeOf(backend.accessToken()), "token_request_failed");
    assert.equal(asked.at(-1), `${LOCAL}token`);
  }
  const issuer = describeRealm("https://realm.example");
  const backend = await createBankidBackend({ ...CLIENT, endpoints: { issuer, token: `${LOCAL}own` } });
  assert.equal(await codeOf(backend.accessToken()), "token_request_failed");
  assert.equal(asked.at(-1), `${LOCAL}own`);
});

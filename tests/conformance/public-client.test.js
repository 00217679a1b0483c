// A page keeps no secret, so this package has no use for one.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterEach, test } from "node:test";
import { createBankidClient, createClient, createNetidClient } from "consentkey";
import { callbackOf, codeOf, GRANTED, json, PAGE, startProvider } from "../lib/provider.js";

let provider;
afterEach(() => provider?.close());

/** The files of the entry for pages. */
async function filesOfPages() {
  const manifest = new URL(import.meta.resolve("consentkey/package.json"));
  const { exports } = JSON.parse(await readFile(manifest, "utf8"));
  const paths = [exports["."].default, exports["./consentkey.wasm"].default];
  return Promise.all(paths.map((path) => readFile(fileURLToPath(new URL(path, manifest)), "latin1")));
}

test("the package holds no code for a client secret", async () => {
  const all = (await filesOfPages()).join("\n").toLowerCase();
  for (const sent of ["client_id", "bearer "]) assert.ok(all.includes(sent), `would be found: ${sent}`);
  for (const never of ["client_secret", "clientsecret", "client_assertion", "client_credentials", "basic ", "signdoc-baseurl"]) {
    assert.equal(all.includes(never), false, never);
  }
});

test("a client secret among the options is sent nowhere", async () => {
  provider = await startProvider({ "POST /token": json(GRANTED) });
  const { origin } = provider;
  const endpoints = { issuer: `${origin}/`, authorization: `${origin}/authorize`, token: `${origin}/token` };
  const options = { clientId: "client", redirectUri: PAGE, storage: "memory", endpoints };
  const plain = (given) => createClient({ ...given, scope: "permission_management" });
  for (const create of [createNetidClient, plain, createBankidClient]) {
    for (const secret of [{ clientSecret: "the-secret" }, { client_secret: "the-secret" }]) {
      assert.equal(await codeOf(create({ ...options, ...secret })), "config_invalid");
    }
    const client = await create(options);
    // A sign-in ends here for want of an ID token, with the request made all the same.
    const expected = create === createBankidClient ? "token_response_invalid" : "none";
    assert.equal(await codeOf(client.handleRedirect(callbackOf(client))), expected);
  }
  const tokenRequests = provider.requests.filter(({ url }) => url === "/token");
  assert.equal(tokenRequests.length, 3);
  for (const { headers, body } of tokenRequests) {
    assert.equal(headers.authorization, undefined);
    assert.equal(body.includes("secret"), false);
  }
});

// Runs cases.json through the built package. The core runs the same file natively.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createNetidClient } from "consentkey";

const PAGE = "https://publisher.example/";
const { cases } = JSON.parse(await readFile(new URL("cases.json", import.meta.url), "utf8"));

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = () => Math.floor(Date.now() / 1000);

for (const { name, flow, authorize, url, response, token, expect } of cases) {
  test(name, async (t) => {
    // Stands still, since lifetimes are to the second, and a busy machine may take longer.
    const now = Date.now();
    t.mock.method(Date, "now", () => now);
    const client = await createNetidClient({
      clientId: "case-client",
      redirectUri: PAGE,
      flow,
      idTokenAlg: "none",
      storage: "memory",
    });
    const request = client.authorize(authorize);
    const sent = new URL(request.url).searchParams;
    for (const [parameter, value] of Object.entries(url ?? {})) {
      assert.equal(sent.get(parameter), value, parameter);
    }
    const fetched = t.mock.method(globalThis, "fetch", async () =>
      new Response(bodyOf(token, sent.get("nonce")), { status: token.status }),
    );
    const outcome = await client
      .handleRedirect(PAGE + response.replace("{state}", request.state).replace("{state}", request.state))
      .then(shownGrant, ({ code, reason }) => ({ error: code, ...(reason && { reason }) }));
    assert.deepEqual(outcome, expect);
    assert.equal(fetched.mock.callCount(), token ? 1 : 0);
  });
}

/** The body of the token endpoint's answer, its ID token put together. */
function bodyOf({ text, body, idToken, alg = "none" }, nonce) {
  if (text !== undefined) return text;
  if (!idToken) return JSON.stringify(body);
  const claims = Object.entries(idToken).map(([name, value]) => {
    if (value?.now !== undefined) return [name, seconds() + value.now];
    return [name, value === "{nonce}" ? nonce : value];
  });
  return JSON.stringify({ ...body, id_token: `${base64url({ alg })}.${base64url(Object.fromEntries(claims))}.` });
}

/** A grant as the cases write it: lifetimes instead of instants. */
function shownGrant(grant) {
  if (!grant) return null;
  const { permissionToken, accessToken, scope, claims, appState } = grant;
  return {
    permissionToken: shownToken(permissionToken),
    accessToken: shownToken(accessToken),
    scope,
    ...(claims && { sub: claims.sub }),
    ...(appState !== null && { appState }),
  };
}

function shownToken(token) {
  if (!token) return null;
  const { value, scope, expiresAt } = token;
  return { value, lifetime: expiresAt && (expiresAt - Date.now()) / 1000, scope };
}

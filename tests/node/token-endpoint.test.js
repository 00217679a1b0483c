// What the wrapper promises about requests, against a server that misbehaves.
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { callbackOf, clientOf, codeOf, GRANTED, json, PAGE, startProvider } from "../lib/provider.js";

let provider;
afterEach(() => provider?.close());

async function outcomeOf(answer, options) {
  provider = await startProvider({ "POST /token": answer });
  const client = await clientOf(provider, options);
  return codeOf(client.handleRedirect(callbackOf(client)));
}

describe("the token request", () => {
  test("is the documented form, once, without cookies or referrer", async () => {
    provider = await startProvider({ "POST /token": json(GRANTED) });
    const client = await clientOf(provider);
    const { url, state } = client.authorize();
    const grant = await client.handleRedirect(`${PAGE}?code=a%2Bb%2F%3D%26&state=${state}`);
    assert.equal(grant.permissionToken.value, GRANTED.access_token);
    const [{ headers, body }, ...more] = provider.requests;
    assert.equal(more.length, 0);
    assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
    assert.equal(headers.accept, "application/json");
    for (const name of ["cookie", "referer", "authorization"]) assert.equal(headers[name], undefined, name);
    const { code_verifier: verifier, ...rest } = Object.fromEntries(new URLSearchParams(body));
    assert.deepEqual(rest, { grant_type: "authorization_code", code: "a+b/=&", redirect_uri: PAGE, client_id: "client" });
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(verifier)));
    assert.equal(digest.toString("base64url"), new URL(url).searchParams.get("code_challenge"));
  });

  test("the token lives from when the answer came", async () => {
    provider = await startProvider({ "POST /token": json(GRANTED) });
    const client = await clientOf(provider);
    const before = Date.now();
    const { permissionToken } = await client.handleRedirect(callbackOf(client));
    assert.ok(permissionToken.expiresAt >= before + 499_000 && permissionToken.expiresAt <= Date.now() + 499_000);
  });
});

describe("an answer that", () => {
  test("never comes is a timeout", { timeout: 5000 }, async () => {
    assert.equal(await outcomeOf(() => {}, { timeout: 0.1 }), "timeout");
  });

  test("begins and hangs is a timeout", { timeout: 5000 }, async () => {
    const hang = (_, response) => response.writeHead(200, { "Content-Type": "application/json" }).write('{"access_');
    assert.equal(await outcomeOf(hang, { timeout: 0.1 }), "timeout");
  });

  test("breaks off is a network error", async () => {
    assert.equal(await outcomeOf((_, response) => response.socket.destroy()), "network");
  });

  test("redirects is refused and not followed", async () => {
    const redirect = (_, response) => response.writeHead(302, { Location: "/elsewhere" }).end();
    assert.equal(await outcomeOf(redirect), "token_request_failed");
    assert.deepEqual(provider.unexpected, []);
  });

  test("is larger than a mebibyte is not read on", async () => {
    const large = { ...GRANTED, padding: "x".repeat(1024 * 1024) };
    assert.equal(await outcomeOf(json(large)), "token_response_invalid");
  });

  test("is just below a mebibyte is read", async () => {
    assert.equal(await outcomeOf(json({ ...GRANTED, padding: "x".repeat(1000 * 1024) })), "none");
  });

  test("comes in pieces that split a character is read whole", async (t) => {
    const bytes = Buffer.from(JSON.stringify({ ...GRANTED, access_token: "ä-token" }));
    const pieces = [bytes.subarray(0, bytes.indexOf("ä") + 1), bytes.subarray(bytes.indexOf("ä") + 1)];
    provider = await startProvider({});
    const client = await clientOf(provider);
    t.mock.method(globalThis, "fetch", async () => new Response(ReadableStream.from(pieces)));
    assert.equal((await client.handleRedirect(callbackOf(client))).permissionToken.value, "ä-token");
  });
});

test("the provider's words and status are on the error", async () => {
  const said = { error: "invalid_grant", error_description: "too late", error_uri: "https://help.example/" };
  provider = await startProvider({ "POST /token": json(said, 400) });
  const client = await clientOf(provider);
  await assert.rejects(client.handleRedirect(callbackOf(client)), {
    name: "ConsentKeyError",
    code: "token_request_failed",
    status: 400,
    error: "invalid_grant",
    errorDescription: "too late",
    errorUri: "https://help.example/",
  });
});

test("what the provider does not say is not on the error", async () => {
  provider = await startProvider({ "POST /token": json({ error: "invalid_grant" }, 400) });
  const client = await clientOf(provider);
  const error = await client.handleRedirect(callbackOf(client)).catch((thrown) => thrown);
  assert.deepEqual(Object.keys(error).sort(), ["code", "error", "name", "status"]);
});

test("a fetch that is replaced by something else ends in a code", async (t) => {
  provider = await startProvider({});
  const client = await clientOf(provider);
  for (const stand of [() => undefined, () => Promise.resolve({}), () => Promise.reject(new TypeError("no"))]) {
    const mocked = t.mock.method(globalThis, "fetch", stand);
    assert.equal(await codeOf(client.handleRedirect(callbackOf(client))), "network");
    mocked.mock.restore();
  }
});

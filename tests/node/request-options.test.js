// What fetch is told, and what is not sent at all.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createNetidBackend, createPermissionExport } from "consentkey/server";
import { backendOf } from "../lib/bankid.js";
import { clientOf, codeOf, json, PAGE } from "../lib/provider.js";
import { SENDERS, startPeer } from "../lib/senders.js";

const platformFetch = globalThis.fetch;
let peer;
beforeEach(async () => (peer = await startPeer()));
afterEach(() => peer.close());

/** The options that fetch gets of each function that sends, at its own address. */
async function optionsOf(t, { at, ask }) {
  const all = [];
  const mocked = t.mock.method(globalThis, "fetch", (url, options) => {
    if (at.test(url)) all.push(options);
    return platformFetch(url, options);
  });
  await codeOf(ask(peer));
  mocked.mock.restore();
  assert.notEqual(all.length, 0);
  return all;
}

for (const [name, sender] of Object.entries(SENDERS)) {
  test(`${name} asks for no cached answer, follows no redirect and shows no cookie but netID's`, async (t) => {
    for (const options of await optionsOf(t, sender)) {
      const { cache, redirect, credentials } = options;
      const cookies = name === "permissions.read()" ? "include" : "omit";
      assert.deepEqual({ cache, redirect, credentials }, { cache: "no-store", redirect: "manual", credentials: cookies });
      // Or fetch would find there what others put into Object.prototype.
      assert.equal(Object.getPrototypeOf(options), null);
    }
  });

  test(`${name} does not tell an edge worker what it refuses to know`, async (t) => {
    const descriptors = ["cache", "credentials"].map((key) => [key, Object.getOwnPropertyDescriptor(Request.prototype, key)]);
    for (const [key] of descriptors) delete Request.prototype[key];
    t.after(() => descriptors.forEach(([key, descriptor]) => Object.defineProperty(Request.prototype, key, descriptor)));
    for (const options of await optionsOf(t, sender)) {
      assert.equal("cache" in options, false);
      assert.equal("credentials" in options, false);
    }
  });
}

test("an exchange that is over is not aborted, which browsers would show as canceled; one that is given up is", async (t) => {
  const signals = [];
  t.mock.method(globalThis, "fetch", (url, options) => {
    signals.push(options.signal);
    return platformFetch(url, options);
  });
  const { ask } = SENDERS["permissions.read() with a token"];
  const path = "GET /netid-user-status?q.identifier.in=TPID,SYNC_ID,ETPID";
  peer.answers[path] = json({ status_code: "PERMISSIONS_NOT_FOUND" });
  await ask(peer);
  peer.answers[path] = json({ status_code: "TOKEN_ERROR" }, 400);
  assert.equal(await codeOf(ask(peer)), "permission_denied");
  peer.answers[path] = (_, response) => response.write("{", () => response.destroy());
  assert.equal(await codeOf(ask(peer)), "network");
  assert.deepEqual(signals.map(({ aborted }) => aborted), [false, false, true]);
});

test("an export that is read to its end is not aborted, and one that is left is", async (t) => {
  const signals = [];
  t.mock.method(globalThis, "fetch", async (_, options) => {
    signals.push(options.signal);
    return new Response('{"tapp_netid_permissions_export_audit":[{"sync_id":"s","type":"T","changed_at":"2020-01-01T00:00:00Z"}]}');
  });
  const source = await createPermissionExport({ username: "u", password: "p" });
  const query = { tappId: "t", since: "2026-01-01" };
  for await (const { syncId } of source.list(query)) assert.equal(syncId, "s");
  for await (const { syncId } of source.list(query)) if (syncId) break;
  assert.deepEqual(signals.map(({ aborted }) => aborted), [false, true]);
});

const UNSENDABLE = ["a\nb", "a\n", "\r\na", "a\r\nX-Evil: 1", "a\0b", "a b", " a", "a\t", "eyJ…", "ü", "\ufeffa", "", "\ud800", "a\u007f"];

describe("what no header can hold is config_invalid, and nothing is sent:", () => {
  const backend = (options) =>
    createNetidBackend({ clientId: "c", clientSecret: "s", redirectUri: PAGE, endpoints: { permissionRead: peer.origin }, ...options });

  test("a permission token", async () => {
    for (const token of UNSENDABLE) {
      assert.equal(await codeOf(async () => (await backend()).permissions(token).read()), "config_invalid", JSON.stringify(token));
      assert.equal(await codeOf(async () => (await backend()).permissions({ value: token }).read()), "config_invalid");
    }
    assert.equal(peer.requests.length, 0);
  });

  test("a grant's access token", async () => {
    const client = await clientOf(peer);
    for (const value of UNSENDABLE) {
      const grant = { accessToken: { value }, claims: { sub: "user" } };
      assert.equal(await codeOf(client.userinfo(grant)), "config_invalid", JSON.stringify(value));
    }
    assert.equal(peer.requests.length, 0);
  });

  test("a client's secret", async () => {
    for (const clientSecret of ["a\nb", "a\n", "a\r\nX: 1", "a\0", "\u007f", "\u0085"]) {
      assert.equal(await codeOf(backend({ clientSecret })), "config_invalid", JSON.stringify(clientSecret));
      assert.equal(await codeOf(backendOf(peer, { clientSecret })), "config_invalid", JSON.stringify(clientSecret));
    }
  });

  test("the export's name and password", async () => {
    for (const bad of ["a\nb", "a\n", "a\0", "\u0085"]) {
      for (const names of [{ username: bad, password: "p" }, { username: "u", password: bad }]) {
        const options = { ...names, endpoints: { permissionExport: peer.origin } };
        assert.equal(await codeOf(createPermissionExport(options)), "config_invalid");
      }
    }
  });

  test("a signal that is none", async () => {
    for (const signal of [{}, true, "abort"]) {
      assert.equal(await codeOf((await backend()).permissions("t").read({ signal })), "config_invalid");
      const { signdoc } = await backendOf(peer);
      assert.equal(await codeOf(signdoc.status("1-2", { signal })), "config_invalid");
    }
    assert.equal(peer.requests.filter(({ url }) => !url.startsWith("/realms/")).length, 0);
  });

  test("a signal that has fired is aborted", async () => {
    assert.equal(await codeOf((await backend()).permissions("t").read({ signal: AbortSignal.abort("marker") })), "aborted");
    assert.equal(peer.requests.length, 0);
  });
});

test("a realm's token that no header can hold is token_response_invalid, and SignDoc is not asked", async () => {
  for (const access_token of ["a\nb", "eyJ…", "a b"]) {
    peer.answers["POST /realms/current/token"] = json({ access_token, token_type: "Bearer", expires_in: 300 });
    const { signdoc } = await backendOf(peer);
    assert.equal(await codeOf(signdoc.status("1-2")), "token_response_invalid");
  }
  assert.equal(peer.requests.filter(({ url }) => url.startsWith("/base/")).length, 0);
});

test("a timeout longer than timers go does not fire at once", async () => {
  peer.answers["GET /netid-user-status?q.identifier.in=TPID,SYNC_ID,ETPID"] = json({ status_code: "PERMISSIONS_NOT_FOUND" });
  const options = { clientId: "c", clientSecret: "s", redirectUri: PAGE, endpoints: { permissionRead: peer.origin }, timeout: 1e9 };
  const status = await (await createNetidBackend(options)).permissions("t").read();
  assert.equal(status.statusCode, "PERMISSIONS_NOT_FOUND");
});

// A misspelt option is refused by its name, wherever options are taken. What is a result of the library's and comes
// back may hold more.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConsentKeyError, createBankidClient, createClient, createNetidClient } from "consentkey";
import {
  createAccessTokenVerifier,
  createBankidBackend,
  createNetidBackend,
  createPermissionExport,
  createPermissions,
  verifyAccessToken,
} from "consentkey/server";

const PAGE = { clientId: "client", redirectUri: "https://publisher.example/", storage: "memory" };
const SECRET = { clientId: "client", clientSecret: "secret" };
const ADDRESSES = { authorization: "https://a.example/a", token: "https://a.example/t", endSession: "https://a.example/e" };
const PLAIN = { ...PAGE, scope: "read", endpoints: ADDRESSES };
const BANKID = { ...PAGE, endpoints: ADDRESSES };
const VERIFY = { issuer: "https://issuer.example", audience: "a" };
const ORDER = { signProperties: { orderName: "o" }, documents: [{ text: "a" }] };

const netid = await createNetidClient(PAGE);
const plain = await createClient(PLAIN);
const backend = await createNetidBackend({ ...SECRET, redirectUri: PAGE.redirectUri });
const bankid = await createBankidBackend({ ...SECRET, endpoints: { ...ADDRESSES, signdoc: "https://s.example" } });
const exported = await createPermissionExport({ username: "u", password: "p" });
const permissions = await createPermissions({ token: "t" });
const first = (entries) => entries[Symbol.asyncIterator]().next();

/** Each with good options, and what is added to them. */
const FUNCTIONS = {
  createNetidClient: (more) => createNetidClient({ ...PAGE, ...more }),
  createBankidClient: (more) => createBankidClient({ ...BANKID, ...more }),
  createClient: (more) => createClient({ ...PLAIN, ...more }),
  createNetidBackend: (more) => createNetidBackend({ ...SECRET, redirectUri: PAGE.redirectUri, ...more }),
  createBankidBackend: (more) => createBankidBackend({ ...SECRET, ...more }),
  "createBankidBackend, signdoc": (more) => createBankidBackend({ ...SECRET, signdoc: { ...more } }),
  createPermissionExport: (more) => createPermissionExport({ username: "u", password: "p", ...more }),
  createPermissions: (more) => createPermissions({ token: "t", ...more }),
  createAccessTokenVerifier: (more) => createAccessTokenVerifier({ ...VERIFY, ...more }),
  verifyAccessToken: (more) => verifyAccessToken("a.b.c", { ...VERIFY, ...more }),
  authorize: (more) => netid.authorize({ ...more }),
  redirect: (more) => onPage(() => netid.redirect({ ...more })),
  popup: (more) => netid.popup({ ...more }),
  endSessionUrl: (more) => plain.endSessionUrl({ ...more }),
  endSession: (more) => onPage(() => plain.endSession({ ...more })),
  userinfo: (more) => netid.userinfo({}, { ...more }),
  refresh: (more) => netid.refresh({ refreshToken: "r" }, { ...more }),
  "permissions.read": (more) => netid.permissions.read({ ...more }),
  "permissions.write": (more) => netid.permissions.write({ idconsent: "VALID", ...more }),
  "permissions.write, options": (more) => netid.permissions.write({ idconsent: "VALID" }, { ...more }),
  "token-based read": (more) => permissions.read({ ...more }),
  "export.list": (more) => first(exported.list({ tappId: "t", since: "2026-01-01", ...more })),
  "export.list, options": (more) => first(exported.list({ tappId: "t", since: "2026-01-01" }, { ...more })),
  "export.listForCmp": (more) => first(exported.listForCmp({ cmpId: "c", tappIds: ["t"], since: "2026-01-01", ...more })),
  "signdoc.create": (more) => bankid.signdoc.create({ ...ORDER, ...more }),
  "signdoc.create, properties": (more) => bankid.signdoc.create({ ...ORDER, signProperties: { orderName: "o", ...more } }),
  "signdoc.create, document": (more) => bankid.signdoc.create({ ...ORDER, documents: [{ text: "a", ...more }] }),
  "signdoc.create, options": (more) => bankid.signdoc.create(ORDER, { ...more }),
  "signdoc.status": (more) => bankid.signdoc.status("1", { ...more }),
  "signdoc.result": (more) => bankid.signdoc.result("1", { ...more }),
};

/** Under Node there is no page to be left. */
function onPage(act) {
  globalThis.location = new URL(PAGE.redirectUri);
  try {
    return act();
  } finally {
    delete globalThis.location;
  }
}

const refusalOf = async (work) => {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof ConsentKeyError, String(error));
    return error;
  }
  assert.fail("accepted");
};

const { fetch } = globalThis;
test.before(() => {
  globalThis.fetch = () => assert.fail("Something was sent.");
});
test.after(() => {
  globalThis.fetch = fetch;
});

for (const [name, call] of Object.entries(FUNCTIONS)) {
  test(`${name} refuses a misspelt option by its name`, async () => {
    for (const misspelt of ["timout", "clientID", "__proto__", "toString"]) {
      const more = JSON.parse(`{"${misspelt}": 1}`);
      // Spreading "__proto__" keeps it an own member, as JSON.parse does.
      const { code, message } = await refusalOf(() => call(more));
      assert.equal(code, "config_invalid");
      assert.ok(message.includes(misspelt), message);
    }
  });
}

for (const name of [
  "createNetidClient",
  "createBankidClient",
  "createClient",
  "createNetidBackend",
  "createBankidBackend",
  "createPermissionExport",
  "createPermissions",
  "verifyAccessToken",
]) {
  test(`${name} checks all of \`endpoints\` at once`, async () => {
    const call = FUNCTIONS[name];
    const { message } = await refusalOf(() => call({ endpoints: { ...ADDRESSES, permisionRead: "https://p.example" } }));
    assert.ok(message.includes("endpoints.permisionRead"), message);
    for (const service of ["permissionRead", "permissionWrite", "permissionExport", "signdoc", "jwks", "userinfo", "endSession"]) {
      for (const address of ["http://p.example", "p.example", "", 7, new URL("https://p.example")]) {
        const refusal = await refusalOf(() => call({ endpoints: { ...ADDRESSES, [service]: address } }));
        assert.equal(refusal.code, "config_invalid");
        assert.ok(refusal.message.includes(`endpoints.${service}`), refusal.message);
      }
    }
    for (const service of ["permissionRead", "permissionWrite", "permissionExport", "signdoc"]) {
      const address = "https://p.example/?a=b";
      assert.equal((await refusalOf(() => call({ endpoints: { ...ADDRESSES, [service]: address } }))).code, "config_invalid");
    }
  });
}

test("a page has no option for a secret, and names no other provider's options", async () => {
  for (const [call, more] of [
    [FUNCTIONS.createNetidClient, { clientSecret: "secret" }],
    [FUNCTIONS.createNetidClient, { scope: "openid" }],
    [FUNCTIONS.createBankidClient, { flow: "login" }],
    [FUNCTIONS.createClient, { signId: "1" }],
  ]) {
    assert.equal((await refusalOf(() => call(more))).code, "config_invalid");
  }
});

test("what is null or undefined counts as absent, misspelt or not", async () => {
  await createNetidClient({ ...PAGE, timout: undefined, clientID: null });
  netid.authorize({ loginhint: undefined });
});

test("a popup's options serve for a redirect too", async () => {
  const { signal } = new AbortController();
  assert.ok(netid.authorize({ width: 400, height: 500, signal }).url);
});

test("results that come back may hold more", async () => {
  const grant = { idToken: "i", refreshToken: null, extra: 1, accessToken: { value: "t", more: 1 } };
  assert.match(plain.endSessionUrl({ grant }), /id_token_hint=i/);
  const permissions = backend.permissions({ value: "token", tokenType: "Bearer", scope: [], expiresAt: null, more: 1 });
  assert.ok(permissions);
  const { code } = await refusalOf(() => backend.exchange({ code: 7, state: "s", appState: { a: 1 }, more: 1 }));
  assert.equal(code, "config_invalid");
});

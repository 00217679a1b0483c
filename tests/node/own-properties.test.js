// Another library's deep merge may have put members on Object.prototype. None of them is an option, an address or
// a part of a grant: every function does the same as without them.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ConsentKeyError, createBankidClient, createClient, createNetidClient } from "consentkey";
import {
  createBankidBackend,
  createNetidBackend,
  createPermissionExport,
  hasResourceRole,
  verifyAccessToken,
} from "consentkey/server";

const EVIL = "https://evil.example/";
const PAGE = "https://publisher.example/";
const ADDRESSES = [
  "issuer",
  "authorization",
  "token",
  "jwks",
  "userinfo",
  "endSession",
  "permissionRead",
  "permissionWrite",
  "permissionExport",
  "signdoc",
];

/** What may be on Object.prototype, one at a time. */
const POLLUTION = {
  ...Object.fromEntries(ADDRESSES.map((name) => [name, EVIL])),
  endpoints: Object.fromEntries(ADDRESSES.map((name) => [name, EVIL])),
  idTokenAlg: "none",
  dangerouslyAllowUnverifiedIdToken: true,
  trustedAudiences: ["evil"],
  clockTolerance: 1e9,
  timeout: 0,
  transactionLifetime: 1,
  environment: "current",
  tappId: "evil",
  flow: "login",
  claims: { sub: "evil", userinfo: { email: null } },
  scope: "evil",
  prompt: "login",
  maxAge: 1,
  loginHint: "evil",
  uiLocales: "evil",
  acrValues: "evil",
  signId: "evil",
  extra: { evil: "1" },
  appState: "evil",
  identifiers: ["TPID"],
  clientAuth: "client_secret_post",
  nonce: "evil",
  codeVerifier: "evil",
  redirectUri: EVIL,
  grant: { idToken: "evil" },
  // What the package keeps by itself.
  value: "evil",
  end: { value: "evil" },
  patience: 0,
  onJoin: "evil",
  isClosed: true,
  wishes: [],
  renewed: { scope: ["evil"] },
  idToken: "evil",
  refreshToken: "evil",
  accessToken: { value: "evil" },
  postLogoutRedirectUri: EVIL,
  logoutHint: "evil",
  state: "evil",
  credentials: "include",
  unreachable: "evil",
  limit: 1,
  cause: "evil",
  reason: "evil",
  code: "evil",
  tappIds: ["evil"],
  since: "2000-01-01",
  idconsent: "VALID",
  iabTcString: "evil",
  audience: "evil",
  description: "evil",
  showConfirmation: false,
  timeoutSeconds: 1,
  documentDisplayMode: "window",
  result: ["sdo"],
  referrer: EVIL,
  integrity: "sha256-evil",
  mode: "no-cors",
  keepalive: true,
  resource_access: { signdoc: { roles: ["read_write"] } },
  roles: ["read_write"],
};

const seconds = () => Math.floor(Date.now() / 1000);
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const idTokenFor = (iss, aud, more) =>
  `${part({ alg: "none" })}.${part({ iss, aud, sub: "user", exp: seconds() + 300, iat: seconds(), ...more })}.`;

/** What each address answers. */
function answerOf(url, requests) {
  const permission = { subject_identifiers: { tpid: null, sync_id: null, etpid: null }, netid_privacy_settings: {} };
  const { pathname, host } = new URL(url);
  if (pathname.endsWith("/.well-known/openid-configuration")) {
    const issuer = url.replace("/.well-known/openid-configuration", "");
    return {
      issuer,
      authorization_endpoint: `${issuer}/a`,
      token_endpoint: `${issuer}/t`,
      jwks_uri: `${issuer}/k`,
      "signdoc-baseurl": "https://signdoc.example",
    };
  }
  if (pathname.endsWith("/k")) return { keys: [] };
  if (pathname.includes("/netid-user-status")) return { status_code: "PERMISSIONS_FOUND", ...permission };
  if (pathname.includes("/netid-permissions") && host.startsWith("einwilligen.")) return permission;
  if (pathname.includes("/netid-permissions")) return { tapp_netid_permissions_export_audit: [] };
  if (pathname === "/signdoc") return { sign_id: "1" };
  if (pathname === "/userinfo") return { sub: "user" };
  const { body } = requests.at(-1);
  const more = body.includes("refresh_token") || body.includes("code=signed");
  return {
    access_token: "token",
    token_type: "Bearer",
    expires_in: 300,
    ...(more && { id_token: idTokenFor("https://broker.netid.de/", "client", { nonce: nonce }) }),
  };
}

const nonce = Buffer.alloc(32, 7).toString("base64url");

/** A fetch that answers, and notes what it was asked and how. */
function stubbedFetch(requests) {
  return async (url, init) => {
    const { signal, headers, ...rest } = init;
    const asked = { url: String(url), body: "", headers: { ...headers }, ...rest };
    // What the platform would read of it, the prototype's members included.
    for (const name of ["referrer", "integrity", "mode", "keepalive"]) {
      if (name in init) asked[name] = init[name];
    }
    requests.push(asked);
    const body = JSON.stringify(answerOf(asked.url, requests));
    const type = { __proto__: null, "Content-Type": "application/json" };
    return new Response(body, { __proto__: null, status: 200, headers: type });
  };
}

const outcome = async (work) => {
  try {
    return await work();
  } catch (error) {
    const { name, code } = error;
    return { name, code, own: Object.entries(error) };
  }
};

/** Node 20 has no Array.fromAsync. */
async function all(entries) {
  const list = [];
  for await (const entry of entries) list.push(entry);
  return list;
}

/** Does what can be done with the package, and tells what came of it. */
async function observed() {
  const requests = [];
  globalThis.fetch = stubbedFetch(requests);
  const results = [];
  const note = async (work) => results.push(await outcome(work));
  const netid = await createNetidClient({ clientId: "client", redirectUri: PAGE, storage: "memory" });
  const loginOptions = { clientId: "client", redirectUri: PAGE, storage: "memory", idTokenAlg: "none", flow: "login" };
  const login = await createNetidClient(loginOptions);
  await note(() => netid.authorize());
  await note(() => netid.authorize({}));
  await note(() => netid.handleRedirect(`${PAGE}?code=c&state=${nonce}`));
  await note(() => login.authorize({}));
  await note(() => login.handleRedirect(`${PAGE}?code=signed&state=${nonce}`));
  await note(() => netid.userinfo({ accessToken: { value: "t" } }));
  await note(() => login.userinfo({ accessToken: { value: "t" }, claims: { sub: "user" } }));
  await note(() => login.refresh({ scope: ["openid"] }));
  await note(() => login.refresh({ refreshToken: "r", scope: ["openid"], claims: { iss: "https://broker.netid.de/", sub: "user", aud: "client" } }));
  await note(() => netid.permissions.read());
  await note(() => netid.permissions.read({}));
  await note(() => netid.diagnose());
  await note(() => login.diagnose());
  await note(() => netid.permissions.write({}));
  await note(() => netid.permissions.write({ idconsent: "INVALID" }, {}));
  const issuer = "https://provider.example";
  const plain = await createClient({ clientId: "client", redirectUri: PAGE, issuer, scope: "openid", storage: "memory" });
  await note(() => plain.authorize({}));
  await note(() => plain.handleRedirect(`${PAGE}?code=signed&state=${nonce}`));
  await note(() => plain.endSessionUrl({}));
  const fixed = { authorization: `${issuer}/a`, token: `${issuer}/t`, endSession: `${issuer}/e` };
  const pure = await createClient({ clientId: "c", redirectUri: PAGE, scope: "x", storage: "memory", endpoints: fixed });
  await note(() => pure.authorize({}));
  await note(() => pure.endSessionUrl({}));
  await note(() => pure.handleRedirect(`${PAGE}?code=c&state=${nonce}`));
  const bankid = await createBankidClient({ clientId: "client", redirectUri: PAGE, storage: "memory" });
  await note(() => bankid.authorize());
  const secret = { clientId: "client", clientSecret: "secret" };
  const backend = await createNetidBackend({ ...secret, redirectUri: PAGE });
  await note(() => backend.exchange({ code: "c" }));
  await note(() => backend.exchange({}));
  await note(() => backend.permissions({}));
  await note(() => backend.permissions("t").read());
  const bank = await createBankidBackend(secret);
  await note(() => bank.accessToken());
  await note(() => bank.signdoc.create({ signProperties: { orderName: "o" }, documents: [{ text: "a" }] }));
  await note(() => bank.signdoc.create({ signProperties: { orderName: "o" } }));
  await note(() => bank.exchange({ code: "c", codeVerifier: "v" }));
  const exports = await createPermissionExport({ username: "u", password: "p" });
  await note(() => all(exports.list({ tappId: "t", since: "2026-01-01" })));
  await note(() => all(exports.listForCmp({ cmpId: "t", since: "2026-01-01" })));
  await note(() => verifyAccessToken("a.b.c", { issuer: "https://issuer.example" }));
  await note(() => hasResourceRole({}, "signdoc", "read_write"));
  await note(() => hasResourceRole({ resource_access: { signdoc: {} } }, "signdoc", "read_write"));
  await note(() => Object.entries(new ConsentKeyError("network", "")));
  return JSON.stringify({ requests, results }, null, 1);
}

test("what is on Object.prototype changes nothing", async (context) => {
  const { fetch } = globalThis;
  mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  mock.method(crypto, "getRandomValues", (array) => array.fill(7));
  context.after(() => {
    mock.reset();
    globalThis.fetch = fetch;
  });
  // Once before, so that what is kept between calls is there each time.
  await observed();
  const clean = await observed();
  for (const [name, value] of Object.entries(POLLUTION)) {
    await context.test(name, async () => {
      Object.prototype[name] = value;
      let polluted;
      try {
        polluted = await observed();
      } finally {
        delete Object.prototype[name];
      }
      assert.equal(polluted, clean);
    });
  }
});

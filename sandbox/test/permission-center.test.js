import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { startSandbox } from "../src/index.js";
import { Browser } from "./browser.js";
import { PAGE_ORIGIN, REDIRECT_URI, logIn, startFor } from "./client.js";

const TYPE = "application/vnd.netid.permission-center";
const STATUS = `${TYPE}.netid-user-status-v2+json`;
const SUBJECT = `${TYPE}.netid-subject-status-v2+json`;
const PERMISSIONS = `${TYPE}.netid-permissions-v2+json`;
const TC_STRING = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA";
const ALL = "q.identifier.in=TPID,SYNC_ID,ETPID";

let sandbox;
before(async () => {
  sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI] });
});
after(() => sandbox.close());

async function ask(url, { method = "GET", headers, body } = {}) {
  const response = await fetch(url, { method, headers, body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

/** How both variants ask, for a user who is signed in. */
const VARIANTS = {
  browser: async (of = sandbox, user) => {
    const browser = new Browser(of);
    await logIn(of, { scope: "permission_management" }, { browser, user });
    return { query: "&q.tapp_id.eq=demo-rs256", headers: { Origin: PAGE_ORIGIN, Cookie: browser.cookieHeader("/permission-center") } };
  },
  token: async (of = sandbox, user) => {
    const { body } = await logIn(of, { scope: "permission_management" }, { user });
    return { query: "", headers: { Authorization: `Bearer ${body.access_token}` } };
  },
};

const readUrl = (query, of = sandbox) => `${of.endpoints.permissionRead}/netid-user-status?${ALL}${query}`;
const writeUrl = (query, of = sandbox) => `${of.endpoints.permissionWrite}/netid-permissions?${ALL}${query}`;
const read = ({ query, headers }, more, of) => ask(readUrl(query, of), { headers: { Accept: STATUS, ...headers, ...more } });
const write = ({ query, headers }, body, more, of) =>
  ask(writeUrl(query, of), {
    method: "POST",
    headers: { Accept: SUBJECT, "Content-Type": PERMISSIONS, ...headers, ...more },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

for (const [name, signIn] of Object.entries(VARIANTS)) {
  describe(`the ${name}-based variant`, () => {
    let caller;
    beforeEach(async () => {
      caller = await signIn();
    });

    it("knows a user without a status, stores one and finds it again", async (test) => {
      const own = await startFor(test);
      caller = await signIn(own);
      const empty = await read(caller, {}, own);
      assert.equal(empty.status, 200);
      assert.deepEqual(empty.body, {
        status_code: "PERMISSIONS_NOT_FOUND",
        subject_identifiers: { tpid: null, sync_id: null, etpid: null },
        netid_privacy_settings: {},
      });
      const stored = await write(caller, { idconsent: "VALID", iab_tc_string: TC_STRING }, {}, own);
      assert.equal(stored.status, 201);
      assert.equal(stored.headers.get("content-type"), SUBJECT);
      const found = await read(caller, {}, own);
      assert.equal(found.headers.get("content-type"), STATUS);
      assert.equal(found.body.status_code, "PERMISSIONS_FOUND");
      assert.deepEqual(found.body.subject_identifiers, stored.body.subject_identifiers);
      assert.ok(Object.values(found.body.subject_identifiers).every((value) => typeof value === "string"));
      const { idconsent, iab_tcstring } = found.body.netid_privacy_settings;
      assert.deepEqual([idconsent.status, iab_tcstring.value], ["VALID", TC_STRING]);
      assert.ok(Math.abs(Date.parse(idconsent.changed_at) - Date.now()) < 5000);
    });

    it("keeps the identifiers of a refusal to itself", async () => {
      const { body } = await write(caller, { idconsent: "INVALID" });
      assert.deepEqual([body.subject_identifiers.tpid, body.subject_identifiers.etpid], [null, null]);
      assert.equal(typeof body.subject_identifiers.sync_id, "string");
    });

    for (const [what, body, statusCode] of [
      ["no body", "", "NO_REQUEST_BODY"],
      ["broken JSON", "{", "JSON_PARSE_ERROR"],
      ["a list", "[]", "JSON_PARSE_ERROR"],
      ["nothing to store", {}, "NO_PERMISSIONS"],
      ["another word", { idconsent: "valid" }, "PERMISSION_PARAMETERS_ERROR"],
      ["no TC string", { iab_tc_string: "B" }, "PERMISSION_PARAMETERS_ERROR"],
      ["a setting that does not exist", { idconsent: "VALID", iab_tcstring: TC_STRING }, "PERMISSION_PARAMETERS_ERROR"],
    ]) {
      it(`refuses ${what}: ${statusCode}`, async () => {
        const answer = await write(caller, body);
        assert.deepEqual([answer.status, answer.body], [400, { status_code: statusCode }]);
      });
    }

    it("takes the documented media types only", async () => {
      assert.equal((await read(caller, { Accept: "application/json" })).status, 406);
      assert.equal((await read(caller, { Accept: `${STATUS}; charset=utf-8` })).status, 406);
      assert.equal((await write(caller, { idconsent: "VALID" }, { "Content-Type": "application/json" })).status, 415);
      assert.equal((await write(caller, { idconsent: "VALID" }, { "Content-Type": `${PERMISSIONS};charset=utf-8` })).status, 415);
    });

    it("refuses an account that is gone: TPID_EXISTENCE_ERROR", async (test) => {
      const own = await startFor(test);
      caller = await signIn(own);
      await own.permissionCenter.deleteAccount("mia");
      for (const answer of [await read(caller, {}, own), await write(caller, { idconsent: "VALID" }, {}, own)]) {
        assert.deepEqual([answer.status, answer.body], [410, { status_code: "TPID_EXISTENCE_ERROR" }]);
      }
    });
  });
}

describe("a page", () => {
  for (const [what, change, status, statusCode] of [
    ["nobody signed in", { Cookie: "" }, 400, "NO_TPID"],
    ["an unknown cookie", { Cookie: "tpid_sec=forged" }, 400, "TOKEN_ERROR"],
    ["another origin", { Origin: "https://elsewhere.example" }, 403, "TAPP_NOT_ALLOWED"],
    ["a token too", { Authorization: "Bearer token" }, 403, "TAPP_NOT_ALLOWED"],
  ]) {
    it(`with ${what} is refused: ${statusCode}`, async () => {
      const caller = await VARIANTS.browser();
      const answer = await read(caller, change);
      assert.deepEqual([answer.status, answer.body], [status, { status_code: statusCode }]);
    });
  }

  it("at the addresses without cookies is nobody's: NO_TPID", async () => {
    const browser = new Browser(sandbox);
    await logIn(sandbox, { scope: "permission_management" }, { browser });
    const { permissionRead } = sandbox.endpointsWithoutCookies;
    const { pathname } = new URL(permissionRead);
    const headers = { Accept: STATUS, Origin: PAGE_ORIGIN, Cookie: browser.cookieHeader(pathname) };
    const answer = await ask(`${permissionRead}/netid-user-status?${ALL}&q.tapp_id.eq=demo-rs256`, { headers });
    assert.deepEqual([answer.status, answer.body], [400, { status_code: "NO_TPID" }]);
  });

  it("has to name its partner: NO_TAPP_ID, TAPP_ERROR", async () => {
    const caller = await VARIANTS.browser();
    assert.deepEqual((await read({ ...caller, query: "" })).body, { status_code: "NO_TAPP_ID" });
    assert.deepEqual((await read({ ...caller, query: "&q.tapp_id.eq=nobody" })).body, { status_code: "TAPP_ERROR" });
  });

  it("gets CORS answers with credentials for its own origin, refusals included", async () => {
    const caller = await VARIANTS.browser();
    for (const answer of [await read(caller), await read(caller, { Cookie: "" })]) {
      assert.equal(answer.headers.get("access-control-allow-origin"), PAGE_ORIGIN);
      assert.equal(answer.headers.get("access-control-allow-credentials"), "true");
    }
    const foreign = await read(caller, { Origin: "https://elsewhere.example" });
    assert.equal(foreign.headers.get("access-control-allow-origin"), null);
  });

  it("may ask in advance for what a write needs", async () => {
    const preflight = (origin) =>
      fetch(writeUrl("&q.tapp_id.eq=demo-rs256"), {
        method: "OPTIONS",
        headers: { Origin: origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type" },
      });
    const allowed = await preflight(PAGE_ORIGIN);
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get("access-control-allow-headers"), "content-type");
    assert.equal((await preflight("https://elsewhere.example")).headers.get("access-control-allow-origin"), null);
  });

  it("is not known any more after signing out", async () => {
    const browser = new Browser(sandbox);
    await logIn(sandbox, { scope: "permission_management" }, { browser });
    assert.match(browser.cookieHeader("/permission-center"), /tpid_sec=\w/);
    const page = await browser.open(`${sandbox.origin}/signout`);
    await browser.press(page, "Sign out");
    assert.doesNotMatch(browser.cookieHeader("/permission-center"), /tpid_sec=\w/);
  });
});

describe("a server", () => {
  for (const [what, headers, statusCode] of [
    ["no token", {}, "NO_TOKEN"],
    ["another scheme", { Authorization: "Basic abc" }, "NO_TOKEN"],
    ["a token that is none", { Authorization: "Bearer abc" }, "TOKEN_ERROR"],
  ]) {
    it(`with ${what} is refused: ${statusCode}`, async () => {
      const answer = await read({ query: "", headers });
      assert.deepEqual([answer.status, answer.body], [400, { status_code: statusCode }]);
    });
  }

  it("may not have an origin: TAPP_NOT_ALLOWED, without CORS", async () => {
    const answer = await read(await VARIANTS.token(), { Origin: PAGE_ORIGIN });
    assert.deepEqual([answer.status, answer.body], [403, { status_code: "TAPP_NOT_ALLOWED" }]);
    assert.equal(answer.headers.get("access-control-allow-origin"), null);
  });

  it("sees what the page of the same partner has stored, and no other's", async (test) => {
    const own = await startFor(test);
    await write(await VARIANTS.browser(own), { idconsent: "VALID" }, {}, own);
    assert.equal((await read(await VARIANTS.token(own), {}, own)).body.status_code, "PERMISSIONS_FOUND");
    assert.equal((await read(await VARIANTS.token(own, "Jonas Weber"), {}, own)).body.status_code, "PERMISSIONS_NOT_FOUND");
  });
});

it("what is stored outlasts a restart where there is a file for it", async (test) => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  test.after(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, "deeper", "state.json");
  const first = await startFor(test, { stateFile });
  await write(await VARIANTS.token(first), { iab_tc_string: TC_STRING }, {}, first);
  assert.ok((await readFile(stateFile, "utf8")).includes(TC_STRING));
  const second = await startFor(test, { stateFile });
  const { body } = await read(await VARIANTS.token(second), {}, second);
  assert.equal(body.netid_privacy_settings.iab_tcstring.value, TC_STRING);
});

it("tests see what was asked, and say what is answered next", async (test) => {
  const own = await startFor(test);
  own.permissionCenter.answerNext((_, response) => response.writeHead(429).end());
  assert.equal((await read({ query: "", headers: {} }, {}, own)).status, 429);
  assert.equal((await read({ query: "", headers: {} }, {}, own)).status, 400);
  assert.deepEqual(own.permissionCenter.requests.map(({ method }) => method), ["GET", "GET"]);
});

describe("the export", () => {
  const LIST = `${TYPE}.netid-permission-export-audit.list-v1+json`;
  const CMP_LIST = `${TYPE}.tapp-netid-permissions-export-audit.list-v1+json`;
  const basic = ({ username, password }) => `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const exported = (of, query, headers) =>
    ask(`${of.endpoints.permissionExport}/netid-permissions/?${query}`, {
      headers: { Accept: LIST, Authorization: basic(of.exportAccess), ...headers },
    });

  it("lists what was stored since a day, and made-up entries on demand", async (test) => {
    const own = await startFor(test, { exportSize: 3 });
    await write(await VARIANTS.token(own), { idconsent: "VALID", iab_tc_string: TC_STRING }, {}, own);
    const list = async (since) =>
      (await exported(own, `q.tapp_id.eq=demo-rs256&q.date.ge=${since}`)).body.tapp_netid_permissions_export_audit;
    const [consent, tcString, ...madeUp] = await list("2020-01-01");
    assert.deepEqual([consent.type, consent.status, tcString.type, tcString.value], ["IDCONSENT", "VALID", "IAB_TC_STRING", TC_STRING]);
    assert.equal(madeUp.length, 3);
    assert.equal((await list("2120-01-01")).length, 3);
  });

  it("lists several partners of a CMP", async (test) => {
    const own = await startFor(test, { exportSize: 1 });
    const query = `q.cmp_id.eq=${own.exportAccess.cmpId}&q.tapp_id.in=demo-rs256,demo-es256&q.date.ge=2020-01-01`;
    const { body } = await exported(own, query, { Accept: CMP_LIST });
    const owners = body.cmp_netid_permissions_export_audit;
    assert.deepEqual(owners.map(({ tapp_id: id }) => id), ["demo-rs256", "demo-es256"]);
    assert.ok(owners.every(({ tapp_netid_permissions_export_audit: entries }) => entries.length === 1));
  });

  for (const [what, query, headers, status] of [
    ["no date", "q.tapp_id.eq=demo-rs256", {}, 400],
    ["no partner", "q.date.ge=2020-01-01", {}, 400],
    ["a partner that is none", "q.tapp_id.eq=nobody&q.date.ge=2020-01-01", {}, 403],
    ["another CMP", "q.cmp_id.eq=nobody&q.tapp_id.in=demo-rs256&q.date.ge=2020-01-01", { Accept: CMP_LIST }, 403],
    ["other credentials", "q.tapp_id.eq=demo-rs256&q.date.ge=2020-01-01", { Authorization: "Basic abc" }, 401],
    ["another media type", "q.tapp_id.eq=demo-rs256&q.date.ge=2020-01-01", { Accept: CMP_LIST }, 406],
  ]) {
    it(`refuses ${what}: ${status}`, async () => {
      assert.equal((await exported(sandbox, query, headers)).status, status);
    });
  }
});

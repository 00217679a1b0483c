// The Permission Center, in both variants: what is sent, and what is made of the answers.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { ConsentKeyError, createNetidClient } from "consentkey";
import { createNetidBackend } from "consentkey/server";
import { codeOf, json, PAGE, startProvider } from "../lib/provider.js";
import { tcString } from "../lib/tc-string.js";

const TYPE = "application/vnd.netid.permission-center";
const TC_STRING = tcString({ purposes: [1, 2], vendors: [2, 7] });
const ALL = "q.identifier.in=TPID,SYNC_ID,ETPID";
const IDENTIFIERS = { tpid: "t", sync_id: "s", etpid: "e" };
const FOUND = {
  status_code: "PERMISSIONS_FOUND",
  subject_identifiers: IDENTIFIERS,
  netid_privacy_settings: {
    idconsent: { changed_at: "2020-02-29T12:30:15Z", status: "VALID" },
    iab_tcstring: { changed_at: "2020-02-29T14:30:15.5+02:00", value: TC_STRING },
  },
};

let center, answers;
beforeEach(async () => {
  answers = {};
  center = await startProvider(answers);
});
afterEach(() => center.close());

const optionsOf = (more) => ({
  clientId: "client",
  redirectUri: PAGE,
  endpoints: { permissionRead: center.origin, permissionWrite: `${center.origin}/base/` },
  ...more,
});

const VARIANTS = {
  browser: {
    tapp: "&q.tapp_id.eq=client",
    open: async (options) => (await createNetidClient(optionsOf(options))).permissions,
  },
  token: {
    tapp: "",
    open: async (options) => (await createNetidBackend(optionsOf({ clientSecret: "secret", ...options }))).permissions("the-token"),
  },
};

for (const [name, { tapp, open }] of Object.entries(VARIANTS)) {
  describe(`the ${name}-based variant`, () => {
    const read = `GET /netid-user-status?${ALL}${tapp}`;
    const write = `POST /base/netid-permissions?${ALL}${tapp}`;

    test("reads with the documented request", async () => {
      answers[read] = json(FOUND);
      const status = await (await open()).read();
      assert.deepEqual(status, {
        statusCode: "PERMISSIONS_FOUND",
        subjectIdentifiers: { tpid: "t", syncId: "s", etpid: "e" },
        idconsent: { status: "VALID", changedAt: 1582979415000 },
        iabTcString: { value: TC_STRING, changedAt: 1582979415500 },
      });
      const [{ headers, body }] = center.requests;
      assert.equal(headers.accept, `${TYPE}.netid-user-status-v2+json`);
      assert.equal(headers["content-type"], undefined);
      assert.equal(headers.authorization, name === "token" ? "Bearer the-token" : undefined);
      assert.equal(body, "");
      assert.deepEqual(center.unexpected, []);
    });

    test("knows a user without a status", async () => {
      answers[read] = json({ status_code: "PERMISSIONS_NOT_FOUND", subject_identifiers: {}, netid_privacy_settings: {} });
      const status = await (await open()).read();
      assert.deepEqual(status, {
        statusCode: "PERMISSIONS_NOT_FOUND",
        subjectIdentifiers: { tpid: null, syncId: null, etpid: null },
        idconsent: null,
        iabTcString: null,
      });
    });

    test("writes with the documented request", async () => {
      answers[write] = json({ subject_identifiers: IDENTIFIERS }, 201);
      const permissions = await open();
      const identifiers = await permissions.write({ idconsent: "VALID", iabTcString: TC_STRING });
      assert.deepEqual(identifiers, { tpid: "t", syncId: "s", etpid: "e" });
      const [{ headers, body }] = center.requests;
      assert.equal(headers.accept, `${TYPE}.netid-subject-status-v2+json`);
      assert.equal(headers["content-type"], `${TYPE}.netid-permissions-v2+json`);
      assert.equal(body, `{"idconsent":"VALID","iab_tc_string":"${TC_STRING}"}`);
      assert.deepEqual(center.unexpected, []);
    });

    for (const [status, statusCode] of [
      [400, "NO_TPID"],
      [400, "NO_TAPP_ID"],
      [400, "TAPP_ERROR"],
      [400, "NO_TOKEN"],
      [400, "TOKEN_ERROR"],
      [400, "NO_PERMISSIONS"],
      [400, "NO_REQUEST_BODY"],
      [400, "JSON_PARSE_ERROR"],
      [400, "PERMISSION_PARAMETERS_ERROR"],
      [403, "TAPP_NOT_ALLOWED"],
      [410, "TPID_EXISTENCE_ERROR"],
      [429, "TRY_LATER"],
    ]) {
      test(`${status} ${statusCode} is permission_denied, asked for once`, async () => {
        answers[read] = answers[write] = json({ status_code: statusCode }, status);
        const permissions = await open();
        for (const call of [permissions.read(), permissions.write({ idconsent: "VALID" })]) {
          const error = await call.catch((thrown) => thrown);
          assert.ok(error instanceof ConsentKeyError);
          assert.deepEqual([error.code, error.status, error.statusCode], ["permission_denied", status, statusCode]);
        }
        assert.equal(center.requests.length, 2);
      });
    }

    for (const [what, answer] of [
      ["a page", (_, response) => response.end("<html>")],
      ["a refusal without words", (_, response) => response.writeHead(500).end()],
      ["a redirect", (_, response) => response.writeHead(302, { Location: "/elsewhere" }).end()],
      ["a status that is none", json({ ...FOUND, netid_privacy_settings: { idconsent: { status: "MAYBE" } } })],
      ["an answer above 1 MiB", json({ ...FOUND, more: "x".repeat(1024 * 1024) })],
    ]) {
      test(`${what} is permission_failed`, async () => {
        answers[read] = answer;
        const error = await (await open()).read().catch((thrown) => thrown);
        assert.equal(error.code, "permission_failed");
        assert.equal(center.requests.length, 1);
      });
    }

    test("what hangs, breaks or is given up has its code", async () => {
      answers[read] = () => {};
      assert.equal(await codeOf((await open({ timeout: 0.05 })).read()), "timeout");
      const permissions = await open();
      assert.equal(await codeOf(permissions.read({ signal: AbortSignal.abort() })), "aborted");
      answers[read] = (_, response) => response.socket.destroy();
      assert.equal(await codeOf(permissions.read()), "network");
    });

    test("identifiers are chosen, and wrong ones refused before anything is sent", async () => {
      answers[`GET /netid-user-status?q.identifier.in=ETPID,TPID${tapp}`] = json(FOUND);
      const permissions = await open();
      await permissions.read({ identifiers: ["ETPID", "TPID"] });
      for (const identifiers of [[], ["tpid"], "TPID", [7]]) {
        assert.equal(await codeOf(permissions.read({ identifiers })), "config_invalid");
        assert.equal(await codeOf(permissions.write({ idconsent: "VALID" }, { identifiers })), "config_invalid");
      }
      assert.equal(center.requests.length, 1);
      assert.deepEqual(center.unexpected, []);
    });

    test("what can't be stored is refused before anything is sent", async () => {
      const permissions = await open();
      for (const [settings, code] of [
        [{}, "config_invalid"],
        [undefined, "config_invalid"],
        [{ idconsent: null, iabTcString: null }, "config_invalid"],
        [{ idconsent: "valid" }, "config_invalid"],
        [{ iabTcString: 7 }, "config_invalid"],
        [{ iabTcString: "" }, "tc_string_invalid"],
        [{ idconsent: "VALID", iabTcString: TC_STRING.replace(/^C/, "B") }, "tc_string_invalid"],
        [{ iabTcString: `${TC_STRING}=` }, "tc_string_invalid"],
        [{ iabTcString: TC_STRING.slice(0, 20) }, "tc_string_invalid"],
      ]) {
        assert.equal(await codeOf(permissions.write(settings)), code, JSON.stringify(settings));
      }
      assert.equal(center.requests.length, 0);
    });
  });
}

test("the browser's calls carry cookies, and the token's don't", async () => {
  const { fetch } = globalThis;
  const seen = [];
  globalThis.fetch = (url, { credentials }) => {
    seen.push(credentials);
    return fetch(url);
  };
  try {
    for (const { open } of Object.values(VARIANTS)) await codeOf((await open()).read());
  } finally {
    globalThis.fetch = fetch;
  }
  assert.deepEqual(seen, ["include", "omit"]);
});

test("tappId and environment choose partner and hosts", async () => {
  const { fetch } = globalThis;
  const seen = [];
  globalThis.fetch = (url, { method }) => {
    seen.push(`${method} ${url}`);
    return Promise.reject(new TypeError("no network"));
  };
  try {
    for (const options of [{ tappId: "a&b" }, { environment: "qa" }]) {
      const { permissions } = await createNetidClient({ clientId: "client", redirectUri: PAGE, ...options });
      await codeOf(permissions.read({ identifiers: ["TPID"] }));
      await codeOf(permissions.write({ idconsent: "INVALID" }, { identifiers: ["TPID"] }));
    }
  } finally {
    globalThis.fetch = fetch;
  }
  assert.deepEqual(seen, [
    "GET https://einwilligungsspeicher.netid.de/netid-user-status?q.identifier.in=TPID&q.tapp_id.eq=a%26b",
    "POST https://einwilligen.netid.de/netid-permissions?q.identifier.in=TPID&q.tapp_id.eq=a%26b",
    "GET https://einwilligungsspeicher.qa.netid.de/netid-user-status?q.identifier.in=TPID&q.tapp_id.eq=client",
    "POST https://einwilligen.qa.netid.de/netid-permissions?q.identifier.in=TPID&q.tapp_id.eq=client",
  ]);
});

test("options that can't be used are refused when the client is made", async () => {
  for (const options of [
    { tappId: "" },
    { tappId: 7 },
    { environment: "prod" },
    { endpoints: { permissionRead: "http://einwilligungsspeicher.netid.de" } },
    { endpoints: { permissionWrite: "https://einwilligen.netid.de/?a=1" } },
  ]) {
    assert.equal(await codeOf(createNetidClient({ clientId: "client", redirectUri: PAGE, ...options })), "config_invalid");
  }
});

test("a token is an AccessToken or its value", async () => {
  answers[`GET /netid-user-status?${ALL}`] = json(FOUND);
  const backend = await createNetidBackend(optionsOf({ clientSecret: "secret" }));
  const token = { value: "from-grant", tokenType: "Bearer", scope: [], expiresAt: null };
  await backend.permissions(token).read();
  assert.equal(center.requests[0].headers.authorization, "Bearer from-grant");
  for (const wrong of ["", null, undefined, {}, { value: 7 }, 7]) {
    assert.equal(await codeOf(() => backend.permissions(wrong)), "config_invalid");
  }
});

test("no error shows the token", async () => {
  answers[`GET /netid-user-status?${ALL}`] = json({ status_code: "NO_the-token" }, 400);
  const error = await (await VARIANTS.token.open()).read().catch((thrown) => thrown);
  assert.equal(error.code, "permission_failed");
  assert.equal(JSON.stringify(error).includes("the-token"), false);
});

// The export: entries while the answer arrives.
import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, test } from "node:test";
import { createPermissionExport } from "consentkey/server";
import { exportEntry, exportText, serveExport } from "../lib/export-fixture.js";
import { listen } from "../lib/listen.js";
import { codeOf, json, startProvider } from "../lib/provider.js";

let server;
afterEach(() => server?.close());

const exportOf = ({ origin, port }, options) =>
  createPermissionExport({
    username: "user",
    password: "pass:wörd",
    endpoints: { permissionExport: origin ?? `http://127.0.0.1:${port}` },
    ...options,
  });

const QUERY = { tappId: "a b", since: "2026-01-01" };

/** The entries, and the code that they end with. */
async function collect(entries) {
  const found = [];
  const code = await codeOf(async () => {
    for await (const entry of entries) found.push(entry);
  });
  return { found, code };
}

const expected = (number) => {
  const { sync_id: syncId, changed_at, ...rest } = exportEntry(number);
  return { syncId, changedAt: Date.parse(changed_at), ...rest };
};

test("list() sends the documented request and gives every entry", async () => {
  const body = [...exportText(5)].join("");
  server = await startProvider({
    "GET /netid-permissions/?q.tapp_id.eq=a%20b&q.date.ge=2026-01-01": (_, response) => response.end(body),
  });
  const { found, code } = await collect((await exportOf(server)).list(QUERY));
  assert.deepEqual([code, found], ["none", [0, 1, 2, 3, 4].map(expected)]);
  const [{ headers }] = server.requests;
  assert.equal(headers.accept, "application/vnd.netid.permission-center.netid-permission-export-audit.list-v1+json");
  assert.equal(Buffer.from(headers.authorization.replace("Basic ", ""), "base64").toString(), "user:pass:wörd");
});

test("listForCmp() tells whose each entry is, also where the id stands behind the entries", async () => {
  const owners = [
    { tapp_id: "a", tapp_netid_permissions_export_audit: [exportEntry(0), exportEntry(1)] },
    { tapp_netid_permissions_export_audit: [exportEntry(2)], tapp_id: "b,c" },
    { tapp_id: "d", tapp_netid_permissions_export_audit: [] },
  ];
  const path = "/netid-permissions/?q.cmp_id.eq=7&q.tapp_id.in=a,b%2Cc,d&q.date.ge=2026-01-01T00%3A00%3A00.000Z";
  server = await startProvider({ [`GET ${path}`]: json({ cmp_netid_permissions_export_audit: owners }) });
  const source = await exportOf(server);
  const query = { cmpId: "7", tappIds: ["a", "b,c", "d"], since: new Date(Date.UTC(2026, 0, 1)) };
  const { found, code } = await collect(source.listForCmp(query));
  assert.deepEqual([code, server.unexpected], ["none", []]);
  assert.deepEqual(found, [
    { tappId: "a", ...expected(0) },
    { tappId: "a", ...expected(1) },
    { tappId: "b,c", ...expected(2) },
  ]);
  const accept = "application/vnd.netid.permission-center.tapp-netid-permissions-export-audit.list-v1+json";
  assert.equal(server.requests[0].headers.accept, accept);
});

test("older types are passed on", async () => {
  const entry = { sync_id: "s", type: "DATASHARE", changed_at: "2020-01-01T00:00:00+01:00", more: true };
  server = await serveText(JSON.stringify({ tapp_netid_permissions_export_audit: [entry] }));
  const { found } = await collect((await exportOf(server)).list(QUERY));
  assert.deepEqual(found, [{ syncId: "s", type: "DATASHARE", changedAt: Date.UTC(2019, 11, 31, 23) }]);
});

for (const [status, code] of [
  [400, "permission_denied"],
  [401, "permission_denied"],
  [403, "permission_denied"],
  [302, "permission_failed"],
  [404, "permission_failed"],
  [429, "permission_failed"],
  [500, "permission_failed"],
]) {
  test(`status ${status} is ${code}`, async () => {
    server = await listen((_, response) => response.writeHead(status, { Location: "/elsewhere" }).end("{}"));
    assert.deepEqual(await collect((await exportOf(server)).list(QUERY)), { found: [], code });
  });
}

for (const [what, text] of [
  ["a page", "<html>"],
  ["another document", '{"other":[]}'],
  ["an entry without a user", '{"tapp_netid_permissions_export_audit":[{"type":"IDCONSENT","changed_at":"2020-01-01T00:00:00Z"}]}'],
  ["an entry without a type", '{"tapp_netid_permissions_export_audit":[{"sync_id":"s","changed_at":"2020-01-01T00:00:00Z"}]}'],
  ["an entry without a time", '{"tapp_netid_permissions_export_audit":[{"sync_id":"s","type":"IDCONSENT"}]}'],
  ["an entry with no such time", '{"tapp_netid_permissions_export_audit":[{"sync_id":"s","type":"IDCONSENT","changed_at":"2020-13-01T00:00:00Z"}]}'],
  ["an entry that is no JSON", '{"tapp_netid_permissions_export_audit":[{"sync_id":s}]}'],
]) {
  test(`${what} is permission_failed`, async () => {
    server = await serveText(text);
    assert.deepEqual(await collect((await exportOf(server)).list(QUERY)), { found: [], code: "permission_failed" });
  });
}

const TAPP = '{"tapp_netid_permissions_export_audit":[';
const ENTRY = JSON.stringify(exportEntry(0));
const ONE = [expected(0)];

test("an answer without content is an export without entries", async () => {
  server = await listen((_, response) => response.writeHead(204).end());
  const source = await exportOf(server);
  assert.deepEqual(await collect(source.list(QUERY)), { found: [], code: "none" });
  assert.deepEqual(await collect(source.listForCmp({ cmpId: "7", tappIds: ["a"], since: "2026-01-01" })), { found: [], code: "none" });
  server.close();
  server = await serveText("");
  assert.equal((await collect((await exportOf(server)).list(QUERY))).code, "network");
});

test("a byte order mark and white space do no harm", async () => {
  for (const text of [`\ufeff${TAPP}${ENTRY}]}`, ` \r\n\t{ "tapp_netid_permissions_export_audit" :\n[ ${ENTRY}\n] } \n`]) {
    server = await serveText(text);
    assert.deepEqual(await collect((await exportOf(server)).list(QUERY)), { found: ONE, code: "none" });
    await server.close();
  }
});

for (const [what, rubbish] of [
  ["is no JSON", ",<html>"],
  ["is an entry of another kind", ",7]}"],
  ["is an entry that is no JSON", ',{"sync_id":s}]}'],
  ["is an entry with brackets that don't match", ',{"sync_id":["s"}]}]}'],
  ["is an entry without a user", ',{"type":"IDCONSENT","changed_at":"2020-01-01T00:00:00Z"}]}'],
  ["is an entry with a line break in a text", `,{"sync_id":"\n${ENTRY},\n"}]}`],
  ["is nested without end", `,{"more":${"[".repeat(1_000_000)}`],
  ["is an entry without end", `,{"more":"${"x".repeat(3 * 1024 * 1024)}`],
  ["is a frame without end", `],"more":"${"x".repeat(3 * 1024 * 1024)}`],
  ["is the list once more", `],${TAPP.slice(1)}${ENTRY}]}`],
  ["stands behind the end", `]}${TAPP}]}`],
]) {
  test(`what ${what} ends the export with permission_failed, after the entries before it`, async () => {
    server = await serveText(`${TAPP}${ENTRY}${rubbish}`);
    assert.deepEqual(await collect((await exportOf(server)).list(QUERY)), { found: ONE, code: "permission_failed" });
  });
}

test("rubbish is told at once, though the server goes on", async () => {
  server = await listen((_, response) => response.write(`${TAPP}${ENTRY},<html>`));
  assert.deepEqual(await collect((await exportOf(server)).list(QUERY)), { found: ONE, code: "permission_failed" });
});

test("an answer may be cut at any byte: whole entries, then network", async (t) => {
  const text = `\ufeff{"version":[{}],"tapp_netid_permissions_export_audit":[${ENTRY},{"sync_id":"ü}{][\\"\\\\","type":"T","changed_at":"2020-01-01T00:00:00Z"}] , "end":"]}"}`;
  const bytes = new TextEncoder().encode(text);
  const source = await exportOf({ origin: "https://export.example" });
  const second = { syncId: 'ü}{]["\\', type: "T", changedAt: Date.UTC(2020, 0, 1) };
  const ends = [ENTRY, "00:00Z\"}"].map((end) => new TextEncoder().encode(text.slice(0, text.lastIndexOf(end) + end.length)).length);
  for (let length = 0; length <= bytes.length; length += 1) {
    const pieces = [bytes.subarray(0, length >> 1), bytes.subarray(length >> 1, length)];
    const mocked = t.mock.method(globalThis, "fetch", async () => new Response(ReadableStream.from(pieces)));
    const { found, code } = await collect(source.list(QUERY));
    mocked.mock.restore();
    assert.deepEqual(found, [expected(0), second].slice(0, ends.filter((end) => end <= length).length), String(length));
    assert.equal(code, length === bytes.length ? "none" : "network", String(length));
  }
});

test("entries are read without what Object.prototype has", async (t) => {
  const planted = '{"__proto__":{"sync_id":"s","type":"T","changed_at":"2020-01-01T00:00:00Z"}}';
  const response = new Response(`${TAPP}${JSON.stringify(exportEntry(1))},${planted}]}`);
  t.mock.method(globalThis, "fetch", async () => response);
  const source = await exportOf({ origin: "https://export.example" });
  Object.prototype.status = "VALID";
  t.after(() => delete Object.prototype.status);
  const { found, code } = await collect(source.list(QUERY));
  assert.deepEqual([found.map((entry) => Object.hasOwn(entry, "status")), code], [[false], "permission_failed"]);
});

const cmp = (owners) => `{"cmp_netid_permissions_export_audit":[${owners}]}`;
const CMP_QUERY = { cmpId: "7", tappIds: ["a"], since: "2026-01-01" };

for (const [what, owner, found] of [
  ["that is named twice, in two ways", `{"tapp_id":"a",${TAPP.slice(1)}${ENTRY}],"tapp_id":"b"}`, [{ tappId: "a", ...ONE[0] }]],
  ["that is a number", `{"tapp_id":7,${TAPP.slice(1)}${ENTRY}]}`, []],
  ["with two lists", `{"tapp_id":"a",${TAPP.slice(1)}${ENTRY}],${TAPP.slice(1)}${ENTRY}]}`, [{ tappId: "a", ...ONE[0] }]],
]) {
  test(`a partner ${what} is permission_failed`, async () => {
    server = await serveText(cmp(owner));
    assert.deepEqual(await collect((await exportOf(server)).listForCmp(CMP_QUERY)), { found, code: "permission_failed" });
  });
}

test("a partner that is named after more entries than can wait is permission_failed", async (t) => {
  const piece = new TextEncoder().encode(Array.from({ length: 500 }, (_, number) => JSON.stringify(exportEntry(number))).join());
  let sent = 0;
  t.mock.method(globalThis, "fetch", async () => {
    const pieces = (function* () {
      yield new TextEncoder().encode(`{"cmp_netid_permissions_export_audit":[{${TAPP.slice(1)}`);
      for (; sent < 100 * 1024 * 1024; sent += piece.length) {
        yield piece;
        yield new TextEncoder().encode(",");
      }
    })();
    return new Response(ReadableStream.from(pieces));
  });
  const entries = (await exportOf({ origin: "https://export.example" })).listForCmp(CMP_QUERY);
  assert.deepEqual(await collect(entries), { found: [], code: "permission_failed" });
  assert.ok(sent < 32 * 1024 * 1024, `${sent} bytes were taken`);
});

test("partners whose entries have no id are permission_failed", async () => {
  const owner = { tapp_netid_permissions_export_audit: [exportEntry(0)] };
  server = await serveText(JSON.stringify({ cmp_netid_permissions_export_audit: [owner] }));
  const entries = (await exportOf(server)).listForCmp({ cmpId: "7", tappIds: ["a"], since: "2026-01-01" });
  assert.deepEqual(await collect(entries), { found: [], code: "permission_failed" });
});

for (const [how, end] of [
  ["ends early", (response) => response.end()],
  ["breaks", (response) => response.socket.destroy()],
]) {
  test(`an answer that ${how} gives its entries, then network`, async () => {
    const text = [...exportText(3)].join("");
    server = await listen((_, response) => {
      response.write(text.slice(0, text.indexOf("sync-2")), () => setImmediate(end, response));
    });
    const { found, code } = await collect((await exportOf(server)).list(QUERY));
    assert.deepEqual([code, found], ["network", [expected(0), expected(1)]]);
  });
}

test("a server that falls silent is a timeout after the entries before it, and a signal aborts", async () => {
  const text = [...exportText(2)].join("");
  server = await listen((_, response) => response.write(text.slice(0, text.indexOf("sync-1"))));
  const source = await exportOf(server);
  const { found, code } = await collect(source.list(QUERY, { timeout: 2 }));
  assert.deepEqual([code, found], ["timeout", [expected(0)]]);
  const controller = new AbortController();
  const entries = source.list(QUERY, { signal: controller.signal });
  await entries.next();
  const next = entries.next();
  controller.abort();
  assert.equal(await codeOf(next), "aborted");
});

test("a server that does not answer is a timeout, and none is network", async () => {
  server = await listen(() => {});
  const source = await exportOf(server);
  assert.equal((await collect(source.list(QUERY, { timeout: 0.1 }))).code, "timeout");
  assert.equal((await collect(source.list(QUERY, { signal: AbortSignal.abort() }))).code, "aborted");
  await server.close();
  assert.equal((await collect(source.list(QUERY))).code, "network");
  server = undefined;
});

test("leaving the loop ends the download", async () => {
  let closed;
  server = await listen((_, response) => {
    closed = once(response, "close");
    response.write([...exportText(3)].join("").slice(0, -2));
  });
  for await (const entry of (await exportOf(server)).list(QUERY)) {
    assert.deepEqual(entry, expected(0));
    break;
  }
  await closed;
});

test("a slow reader slows the server down", async () => {
  let sent = 0;
  server = await listen(async (_, response) => {
    for (const piece of exportText(1_000_000)) {
      sent += piece.length;
      if (!response.write(piece)) await Promise.race([once(response, "drain"), once(response, "close")]);
      if (response.destroyed) return;
    }
    response.end();
  });
  const entries = (await exportOf(server)).list(QUERY);
  await entries.next();
  let before;
  do {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (sent > before);
  assert.ok(sent < 40_000_000, `${sent} bytes were sent for one entry`);
  await entries.return();
});

test("progress is told in bytes and entries", async () => {
  server = await serveExport(1000);
  const steps = [];
  const source = await exportOf(server);
  for await (const { syncId } of source.list(QUERY, { onProgress: (step) => steps.push(step) })) assert.ok(syncId);
  const { bytes, entries } = steps.at(-1);
  assert.deepEqual([entries, bytes], [1000, [...exportText(1000)].join("").length]);
});

test("nothing is asked before the first entry is, and what can't be asked never", async () => {
  server = await startProvider({});
  const source = await exportOf(server);
  source.list(QUERY);
  for (const entries of [
    source.list(),
    source.list({ since: "2026-01-01" }),
    source.list({ ...QUERY, tappId: "" }),
    source.list({ ...QUERY, since: "" }),
    source.list({ ...QUERY, since: new Date("never") }),
    source.list({ ...QUERY, since: 7 }),
    source.list(QUERY, { timeout: -1 }),
    source.list(QUERY, { signal: {} }),
    source.list(QUERY, { onProgress: 7 }),
    source.listForCmp(),
    source.listForCmp({ tappIds: ["a"], since: "2026-01-01" }),
    source.listForCmp({ cmpId: "", tappIds: ["a"], since: "2026-01-01" }),
    source.listForCmp({ cmpId: "7", tappIds: [], since: "2026-01-01" }),
    source.listForCmp({ cmpId: "7", tappIds: [""], since: "2026-01-01" }),
    source.listForCmp({ cmpId: "7", tappIds: "a", since: "2026-01-01" }),
    source.listForCmp({ cmpId: "7", since: "2026-01-01" }),
  ]) {
    assert.equal((await collect(entries)).code, "config_invalid");
  }
  assert.equal(server.requests.length, 0);
});

test("options that can't be used are refused at once", async () => {
  for (const options of [
    { username: "" },
    { username: "a:b" },
    { password: undefined },
    { environment: "prod" },
    { endpoints: { permissionExport: "ftp://example" } },
  ]) {
    assert.equal(await codeOf(exportOf({ origin: "https://export.example" }, options)), "config_invalid");
  }
});

test("no error shows the credentials", async () => {
  server = await listen((_, response) => response.writeHead(401).end("pass:wörd"));
  const source = await exportOf(server);
  const error = await source.list(QUERY).next().catch((thrown) => thrown);
  assert.equal(JSON.stringify([error, error.message, error.stack]).includes("wörd"), false);
});

function serveText(text) {
  return listen((_, response) => response.end(text));
}

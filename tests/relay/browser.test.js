// A page with a relay in a real browser: the whole way, and what pages of other origins try.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { createRelay, toNodeHandler } from "consentkey/server";
import { launchChromium } from "../lib/chromium.js";
import { listen } from "../lib/listen.js";
import { bannerPage, callbackPage } from "../lib/pages.js";
import { SECRET, sandboxBackend } from "../lib/relay.js";
import { answerBroker } from "../lib/sign-in.js";
import { serveSite } from "../lib/site.js";
import { tcfPage } from "../lib/tcf-page.js";

const pages = {};
let browser, files, site, evil, sandbox, device;

before(async () => {
  [browser, files, evil] = await Promise.all([launchChromium(), serveSite("127.0.0.1", { pages }), serveSite("localhost")]);
  // One origin for the pages and their relay, as behind a publisher's own server.
  let handle = (_, outgoing) => outgoing.writeHead(503).end();
  const server = await listen(async (incoming, outgoing) => {
    if (/^\/relay\//.test(incoming.url)) return handle(incoming, outgoing);
    const response = await fetch(files.origin + incoming.url);
    outgoing.writeHead(response.status, { "Content-Type": response.headers.get("content-type") ?? "text/plain" });
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  site = { origin: `http://127.0.0.1:${server.port}`, close: server.close };
  const redirectUri = `${site.origin}/callback`;
  sandbox = await startSandbox({ port: 0, redirectUris: [redirectUri] });
  const backend = await sandboxBackend(sandbox, redirectUri);
  handle = toNodeHandler(await createRelay({ backend, secret: SECRET, basePath: "/relay" }));
  const options = { clientId: "demo-website", redirectUri, endpoints: sandbox.endpoints, relay: "/relay" };
  pages["/"] = bannerPage(options) + (await tcfPage());
  pages["/login"] = bannerPage({ ...options, flow: "loginPermission" });
  pages["/both"] = bannerPage({ ...options, tappId: "demo-website", endpoints: { ...sandbox.endpoints, ...sandbox.endpointsWithoutCookies } });
  pages["/cookie"] = bannerPage({ ...options, tappId: "demo-website" });
  pages["/callback"] = callbackPage(options);
});
after(() => Promise.all([browser?.close(), files?.close(), site?.close(), evil?.close(), sandbox?.close()]));

beforeEach(async () => {
  device = await browser.newContext();
  device.setDefaultTimeout(20_000);
});
afterEach(() => device.close());

async function open(path = "/") {
  const page = await device.newPage();
  await page.goto(site.origin + path);
  await page.waitForFunction("globalThis.client");
  return page;
}

async function signIn(page, user) {
  const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#open")]);
  await answerBroker(popup, { user });
  return page.evaluate("outcome");
}

const read = (page) =>
  page.evaluate("client.permissions.read().catch(({ code, status, statusCode }) => ({ code, status, statusCode }))");

test("a page signs in and has a grant without tokens, in a cookie that it can't read", async () => {
  const page = await open();
  const { code, status } = await read(page);
  assert.deepEqual([code, status], ["grant_missing", 401]);
  const asked = [];
  device.on("request", (request) => asked.push(request.url()));
  const { grant } = await signIn(page);
  assert.deepEqual(grant, {
    permissionToken: null,
    accessToken: null,
    refreshToken: null,
    idToken: null,
    claims: null,
    scope: ["permission_management"],
    appState: null,
    relayed: true,
  });
  assert.equal(asked.includes(sandbox.endpoints.token), false);
  assert.equal(await page.evaluate("document.cookie.includes('consentkey')"), false);
  const [cookie] = (await device.cookies(`${site.origin}/relay/grant`)).filter(({ name }) => name === "consentkey");
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Lax", "/relay"]);
  assert.equal((await read(page)).statusCode, "PERMISSIONS_NOT_FOUND");
  const identifiers = await page.evaluate(`client.permissions.write({ idconsent: "VALID" }, { identifiers: ["TPID", "SYNC_ID"] })`);
  assert.deepEqual([typeof identifiers.tpid, typeof identifiers.syncId, identifiers.etpid], ["string", "string", null]);
  assert.equal((await read(page)).idconsent.status, "VALID");
  const refused = await page.evaluate(`client.permissions.write({ iabTcString: "x" }).catch(({ code, status }) => [code, status])`);
  assert.deepEqual(refused, ["tc_string_invalid", 400]);
});

test("a sign-in has its checked claims, without the permission token in them", async () => {
  const { grant } = await signIn(await open("/login"), "Jonas Weber");
  assert.equal(typeof grant.claims.sub, "string");
  assert.equal("permission_management" in grant.claims, false);
  assert.deepEqual([grant.idToken, grant.permissionToken, grant.relayed], [null, null, true]);
});

test("a CMP stores through the relay what was decided before the sign-in, and nothing is an error", async () => {
  const page = await open();
  const connect = `
    globalThis.permissions = client.permissions;
    loadStub();
    connect({});
    globalThis.cmp = loadCmp();
    cmp.update("", true);`;
  const before = await page.evaluate(`(async () => {
    ${connect}
    const status = await connection.status;
    cmp.update(tcStringOf(2, 4), false);
    await connection.flush();
    return [status, events.errors];
  })()`);
  assert.deepEqual(before, [null, []]);
  await signIn(page, "Alex Krüger");
  const [stored, decided, errors] = await page.evaluate(`(async () => {
    await connection.flush();
    return [(await client.permissions.read()).iabTcString.value, tcStringOf(2, 4), events.errors];
  })()`);
  assert.equal(stored, decided);
  assert.deepEqual(errors, []);
});

test("with tappId beside it netID's cookie comes first, and the relay where the browser blocks that", async () => {
  const asked = [];
  device.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const count = (part) => asked.filter((path) => path.includes(part)).length;
  const page = await open("/both");
  assert.equal((await read(page)).code, "grant_missing");
  await signIn(page);
  assert.equal(typeof (await read(page)).statusCode, "string");
  assert.deepEqual([count("netid-user-status"), count("/relay/permissions")], [2, 2]);
  const other = await open("/cookie");
  assert.equal(typeof (await read(other)).statusCode, "string");
  assert.deepEqual([count("netid-user-status"), count("/relay/permissions")], [3, 2]);
});

test("a page of another origin gets nothing, changes nothing and leaves no cookie", async () => {
  const page = await open();
  await signIn(page);
  await page.evaluate(`client.permissions.write({ idconsent: "VALID" })`);
  const attacker = await device.newPage();
  await attacker.goto(`${evil.origin}/`);
  const statuses = [];
  attacker.on("response", (response) => response.url().startsWith(`${site.origin}/relay`) && statuses.push(response.status()));
  const relay = `${site.origin}/relay`;
  const outcomes = await attacker.evaluate(`(async () => {
    const relay = ${JSON.stringify(relay)};
    const text = { method: "POST", body: '{"idconsent":"INVALID"}', credentials: "include" };
    const attempts = [
      fetch(relay + "/permissions", { credentials: "include" }),
      fetch(relay + "/permissions", { ...text, headers: { "Content-Type": "application/json" } }),
      fetch(relay + "/permissions", text),
      fetch(relay + "/grant", { method: "DELETE", credentials: "include" }),
      fetch(relay + "/permissions", { ...text, mode: "no-cors" }).then(({ type }) => type === "opaque" && Promise.reject()),
      fetch(relay + "/permissions", { mode: "no-cors", credentials: "include" }).then(({ type }) => type === "opaque" && Promise.reject()),
      new Promise((resolve, reject) => Object.assign(new Image(), { onload: resolve, onerror: reject }).src = relay + "/permissions"),
    ];
    return (await Promise.allSettled(attempts)).map(({ status }) => status);
  })()`);
  assert.deepEqual(new Set(outcomes), new Set(["rejected"]));
  // A form, which goes anywhere, in the top window.
  const [posted] = await Promise.all([
    attacker.waitForResponse((response) => response.url() === `${relay}/permissions` && response.request().method() === "POST"),
    attacker.evaluate(`(() => {
      const form = Object.assign(document.createElement("form"), { method: "post", action: ${JSON.stringify(`${relay}/permissions`)}, enctype: "text/plain" });
      form.append(Object.assign(document.createElement("input"), { name: '{"idconsent":"INVALID","x":"', value: '"}' }));
      document.body.append(form);
      form.submit();
    })()`),
  ]);
  assert.equal(posted.status(), 403);
  assert.ok(statuses.every((status) => status === 403), statuses.join());
  assert.equal((await read(page)).idconsent.status, "VALID");
});

// A TCF CMP and the Permission Center in step, on the IAB's own stub and CMP API.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { launchChromium } from "../lib/chromium.js";
import { serveSite } from "../lib/site.js";
import { tcfPage } from "../lib/tcf-page.js";

const START = new Date("2026-06-01T12:00:00Z");
const PASS = "netid_utiq_adtechpass";

describe("connectTcf()", () => {
  let browser, site, context, page;

  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), tcfPage().then((body) => serveSite("127.0.0.1", { pages: { "/": body } }))]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    await page.clock.install({ time: START });
    await visit();
  });
  afterEach(() => context.close());

  async function visit() {
    await page.goto(`${site.origin}/`);
    await page.waitForFunction("globalThis.connect");
  }

  /** Runs statements in the page and answers what they return. */
  const run = (statements) => page.evaluate(`(async () => { ${statements} })()`);
  const record = () => run(`return JSON.parse(localStorage["consentkey.tcf"] ?? "null")`);
  const pass = () => run(`return localStorage["${PASS}"] ?? null`);
  const facts = () => run(`return { reads: permissions.reads, writes: permissions.writes, ...events }`);
  const tc = (...purposes) => run(`return tcStringOf(${purposes})`);

  /** From now on the page's time goes on when told to, however slow the machine is. */
  const holdTime = () => page.clock.pauseAt(new Date(START.getTime() + 3600_000));

  /** A page with a CMP that has shown its banner, or that knows an answer. */
  const open = (status, options = "{}", own = '""') =>
    run(`
      loadStub();
      permissions.onRead = ${status};
      connect(${options});
      globalThis.cmp = loadCmp();
      cmp.update(${own}, ${own === '""'});
      return connection.status;
    `);

  const decide = (...purposes) =>
    run(`cmp.update("", true); cmp.update(tcStringOf(${purposes}), false); await connection.flush();`);

  test("a stored string goes to a CMP that has another, once, and is not stored again", async () => {
    await open("statusWith(tcStringOf(1))");
    await decide(1);
    const { injected, writes, reads, status } = await facts();
    assert.deepEqual([injected, writes, reads, status.length], [[await tc(1)], [], 1, 1]);
  });

  test("what the IAB's CMP API says of an injection, encoded anew or not, overwrites no refusal", async () => {
    const refused = '{ idconsent: { status: "INVALID", changedAt: 1 } }';
    const guide = 'idconsent: ({ purpose }) => (purpose.consents[1] ? "VALID" : "INVALID")';
    for (const back of ["tcString", "encodedAnew(tcString)"]) {
      await visit();
      await open(`statusWith(tcStringOf(1, 2), ${refused})`, `{ cache: false, ${guide}, inject: (tcString) => { cmp.update(${back}, false); setTimeout(() => cmp.update(${back}, false)); } }`);
      await page.clock.runFor(10);
      await run("await connection.flush()");
      assert.deepEqual((await facts()).writes, [], back);
      await decide(1);
      assert.deepEqual((await facts()).writes, [{ iabTcString: await tc(1), idconsent: "VALID" }], back);
    }
  });

  test("a stored string that the CMP has already is not handed over", async () => {
    await open("statusWith(tcStringOf(1))", "{}", "tcStringOf(1)");
    assert.deepEqual((await facts()).injected, []);
  });

  test("without a stored string nothing is handed over", async () => {
    await open("statusWith()");
    assert.deepEqual((await facts()).injected, []);
  });

  test("what the user decides is stored, with idconsent where the page says one", async () => {
    await open("statusWith()", '{ idconsent: ({ eventStatus }) => (eventStatus === "useractioncomplete" ? "VALID" : "INVALID") }');
    await decide(1, 2);
    assert.deepEqual((await facts()).writes, [{ iabTcString: await tc(1, 2), idconsent: "VALID" }]);
    const { status, waiting } = await record();
    assert.equal(waiting, null);
    assert.deepEqual([status.iabTcString.value, status.idconsent.status, status.subjectIdentifiers.etpid], [await tc(1, 2), "VALID", "e2"]);
  });

  test("the same decision is not stored twice, on this page or the next", async () => {
    await open("statusWith()");
    await decide(1);
    await decide(1);
    assert.equal((await facts()).writes.length, 1);
    await visit();
    await open("statusWith()", "{}", "tcStringOf(1)");
    await decide(1);
    assert.deepEqual([(await facts()).writes, (await facts()).reads], [[], 0]);
  });

  test("an idconsent that changes is stored without the string that doesn't", async () => {
    await open('statusWith(tcStringOf(1), { idconsent: { status: "VALID", changedAt: 1 } })', '{ idconsent: () => "INVALID" }', "tcStringOf(1)");
    await decide(1);
    assert.deepEqual((await facts()).writes, [{ idconsent: "INVALID" }]);
  });

  test("of decisions made while one is being stored, the last is stored next and no other", async () => {
    await open("statusWith()");
    await run(`permissions.onWrite = () => new Promise((resolve) => (globalThis.finish = resolve)); cmp.update("", true); cmp.update(tcStringOf(1), false);`);
    await page.waitForFunction("permissions.writes.length === 1");
    await run(`
      for (const purpose of [2, 3, 4]) { cmp.update("", true); cmp.update(tcStringOf(purpose), false); }
      const flushed = connection.flush();
      permissions.onWrite = { tpid: null, syncId: null, etpid: null };
      finish(permissions.onWrite);
      await flushed;
    `);
    assert.deepEqual((await facts()).writes, [{ iabTcString: await tc(1) }, { iabTcString: await tc(4) }]);
  });

  test("the status is read once in 24 hours, and told from the cache in between", async () => {
    await open("statusWith(tcStringOf(1))");
    const stored = await tc(1);
    await page.clock.setSystemTime(START.getTime() + 23.9 * 3600_000);
    await visit();
    await open("statusWith()");
    let { reads, status, injected } = await facts();
    assert.deepEqual([reads, status.length, status[0].statusCode, injected], [0, 1, "PERMISSIONS_FOUND", [stored]]);
    await page.clock.setSystemTime(START.getTime() + 24.1 * 3600_000);
    await visit();
    await open("statusWith()");
    ({ reads, injected } = await facts());
    assert.deepEqual([reads, injected], [1, []]);
  });

  test("a clock that was set back does not keep the status for ever", async () => {
    await open("statusWith()");
    await page.clock.setSystemTime(START.getTime() - 3600_000);
    await visit();
    await open("statusWith()");
    assert.equal((await facts()).reads, 1);
  });

  test("nobody signed in is no error, is asked again on each page, and loses no decision", async () => {
    await open('refusal("NO_TPID")');
    await run(`permissions.onWrite = refusal("NO_TPID")`);
    await decide(1);
    let { status, errors, writes } = await facts();
    assert.deepEqual([status, errors, writes.length], [[null], [], 1]);
    await visit();
    await open('refusal("NO_TPID")');
    assert.deepEqual([(await facts()).reads, (await facts()).writes], [1, []]);
    await visit();
    await open("statusWith(tcStringOf(2))");
    await page.waitForFunction("permissions.writes.length === 1");
    ({ writes, errors } = await facts());
    assert.deepEqual([writes, errors], [[{ iabTcString: await tc(1) }], []]);
  });

  test("a user who signs in later has the decision stored by flush(), once", async () => {
    await open('refusal("NO_TPID")');
    await run(`permissions.onWrite = refusal("NO_TPID")`);
    await decide(1);
    await run(`permissions.onWrite = { tpid: null, syncId: "s", etpid: null }; await connection.flush(); await connection.flush();`);
    await decide(1);
    assert.equal((await facts()).writes.length, 2);
    assert.equal((await record()).waiting, null);
  });

  test("something newer from another device wins over what waited since an earlier page", async () => {
    await open('refusal("NO_TPID")');
    await run(`permissions.onWrite = refusal("NO_TPID")`);
    await decide(1);
    await visit();
    await open(`statusWith(tcStringOf(2), { iabTcString: { value: tcStringOf(2), changedAt: ${START.getTime() + 3600_000} } })`, "{}", "tcStringOf(1)");
    await page.waitForFunction("events.injected.length === 1");
    const { writes, injected } = await facts();
    assert.deepEqual([writes, injected, (await record()).waiting], [[], [await tc(2)], null]);
  });

  test("a decision on this page is never given up for what is stored", async () => {
    await run(`
      loadStub();
      permissions.onRead = () => new Promise((resolve) => (globalThis.finish = resolve));
      connect();
      globalThis.cmp = loadCmp();
      cmp.update("", true);
      cmp.update(tcStringOf(1), false);
      await new Promise((resolve) => queueMicrotask(resolve));
      finish(statusWith(tcStringOf(2), { iabTcString: { value: tcStringOf(2), changedAt: Date.now() + 3600_000 } }));
      await connection.flush();
    `);
    const { writes, injected } = await facts();
    assert.deepEqual([writes, injected], [[{ iabTcString: await tc(1) }], []]);
  });

  for (const [what, error] of [
    ["no network", 'fault("network")'],
    ["a timeout", 'fault("timeout")'],
    ["a server's failure", 'fault("permission_failed", 503)'],
  ]) {
    test(`${what} is tried again after 1, 2, 4, 8 and 16 seconds, then told`, async () => {
      await open("statusWith()");
      await holdTime();
      await run(`permissions.onWrite = ${error}`);
      await decide(1);
      const counts = [(await facts()).writes.length];
      for (const seconds of [1, 2, 4, 8, 16]) {
        await page.clock.runFor(seconds * 1000);
        counts.push((await facts()).writes.length);
      }
      await page.clock.runFor(60_000);
      const { writes, errors } = await facts();
      assert.deepEqual([counts, writes.length, errors.length], [[1, 2, 3, 4, 5, 6], 6, 1]);
      assert.equal((await record()).waiting.tcString, await tc(1));
    });
  }

  test("what ends well on the second try is no error", async () => {
    await open("statusWith()");
    await run(`permissions.onWrite = fault("network")`);
    await decide(1);
    await run(`permissions.onWrite = { tpid: null, syncId: null, etpid: null }`);
    await page.clock.runFor(1000);
    await run("await connection.flush()");
    const { writes, errors } = await facts();
    assert.deepEqual([writes.length, errors, (await record()).waiting], [2, [], null]);
  });

  for (const [statusCode, waits] of [
    ["TOKEN_ERROR", true],
    ["TAPP_NOT_ALLOWED", true],
    ["TRY_LATER", true],
    ["PERMISSION_PARAMETERS_ERROR", false],
  ]) {
    test(`${statusCode} is told and not tried again by itself; the decision ${waits ? "waits" : "is given up"}`, async () => {
      await open("statusWith()");
      await run(`permissions.onWrite = refusal("${statusCode}")`);
      await decide(1);
      await page.clock.runFor(60_000);
      const { writes, errors } = await facts();
      assert.deepEqual([writes.length, errors], [1, [statusCode]]);
      assert.equal((await record()).waiting !== null, waits);
    });
  }

  test("an account that is gone is forgotten altogether, on reading and on writing", async () => {
    for (const when of ["onRead", "onWrite"]) {
      await run(`localStorage["${PASS}"] = "old"`);
      await open(when === "onRead" ? 'refusal("TPID_EXISTENCE_ERROR")' : "statusWith()", "{ adtechPass: true }");
      await run(`permissions.${when} = refusal("TPID_EXISTENCE_ERROR")`);
      if (when === "onWrite") await decide(1);
      const { errors, status } = await facts();
      assert.deepEqual([errors, status.length, await record(), await pass()], [["TPID_EXISTENCE_ERROR"], 1, null, null]);
      await visit();
    }
  });

  test("a status that can't be read is null and told", async () => {
    await open('fault("permission_failed", 500)');
    const { status, errors } = await facts();
    assert.deepEqual([status, errors], [[null], ["permission_failed"]]);
  });

  test("the pass is the bare etpid, renewed with the status and removed with the consent", async () => {
    await open("statusWith()", "{ adtechPass: true }");
    assert.equal(await pass(), "e1");
    await decide(1);
    assert.equal(await pass(), "e2");
    await page.clock.setSystemTime(START.getTime() + 25 * 3600_000);
    await visit();
    await open('statusWith(undefined, { subjectIdentifiers: { tpid: null, syncId: null, etpid: "e3" } })', '{ adtechPass: true, idconsent: () => "INVALID" }');
    assert.equal(await pass(), "e3");
    await run(`permissions.onWrite = { tpid: null, syncId: "s", etpid: null }`);
    await decide(2);
    assert.equal(await pass(), null);
  });

  test("where it is not asked for, no pass stays", async () => {
    await run(`localStorage["${PASS}"] = "old"`);
    await open("statusWith()");
    assert.equal(await pass(), null);
    await decide(1);
    assert.equal(await pass(), null);
  });

  test("without a cache nothing stays", async () => {
    await open("statusWith()", "{ cache: false }");
    await decide(1);
    assert.equal((await facts()).writes.length, 1);
    assert.deepEqual(await run("return Object.keys(localStorage)"), []);
  });

  test("a cache that refuses or holds damage is no obstacle", async () => {
    await open("statusWith()", '{ cache: { getItem() { throw new Error("no"); }, setItem() { throw new Error("full"); }, removeItem() { throw new Error("no"); } } }');
    await decide(1);
    assert.deepEqual((await facts()).writes, [{ iabTcString: await tc(1) }]);
    for (const damage of ["", "{", "null", '{"v":2}', '{"v":1,"status":7,"readAt":0,"waiting":null}', '{"v":1,"status":null,"readAt":0,"waiting":{}}', '{"v":2,"status":null,"readAt":0,"waiting":{"tcString":"C","at":1}}']) {
      await run(`localStorage["consentkey.tcf"] = ${JSON.stringify(damage)}`);
      await visit();
      await open("statusWith()");
      await run("await connection.flush()");
      const { reads, errors, writes } = await facts();
      assert.deepEqual([reads, errors, writes], [1, [], []], damage);
    }
  });

  test("another tab's decision is not overwritten by an older one", async () => {
    await open('refusal("NO_TPID")');
    await run(`permissions.onWrite = refusal("NO_TPID")`);
    await decide(1);
    const other = await context.newPage();
    await other.goto(`${site.origin}/`);
    await other.waitForFunction("globalThis.connect");
    await other.evaluate(`(() => {
      loadStub();
      permissions.onRead = permissions.onWrite = refusal("NO_TPID");
      connect();
      globalThis.cmp = loadCmp();
      cmp.update("", true);
      cmp.update(tcStringOf(5), false);
    })()`);
    await other.waitForFunction("permissions.writes.length === 1");
    await run(`permissions.onWrite = { tpid: null, syncId: null, etpid: null }; await connection.flush();`);
    assert.deepEqual((await facts()).writes.at(-1), { iabTcString: await tc(5) });
  });

  test("what the page's callbacks throw reaches neither the CMP nor the connection", async () => {
    await page.evaluate(`globalThis.reported = []; globalThis.reportError = ({ message }) => reported.push(message);`);
    const broken = "() => { throw new Error('page') }";
    await open("statusWith(tcStringOf(9))", `{ idconsent: ${broken}, onStatus: ${broken}, onError: ${broken}, inject: () => Promise.reject(new Error("later")) }`);
    await run(`permissions.onWrite = refusal("TOKEN_ERROR")`);
    await decide(1);
    assert.deepEqual((await facts()).writes, [{ iabTcString: await tc(1) }]);
    assert.deepEqual(await run("return reported.sort()"), ["later", "page", "page", "page"]);
  });

  test("where the GDPR does not apply nothing is stored or handed over", async () => {
    await open("statusWith(tcStringOf(1))");
    const before = await facts();
    await run(`
      const heard = [];
      connect({ tcfapi: (command, version, callback) => heard.push(callback), cache: false });
      for (const eventStatus of ["tcloaded", "useractioncomplete"]) {
        heard[0]({ listenerId: 1, eventStatus, gdprApplies: false, tcString: tcStringOf(2) }, true);
      }
      await connection.flush();
    `);
    const { writes, injected } = await facts();
    assert.deepEqual([writes, injected], [before.writes, before.injected]);
  });

  test("a page without a __tcfapi is told after 10 seconds, and a late one is heard all the same", async () => {
    await holdTime();
    await run("connect()");
    await page.clock.runFor(9_900);
    assert.deepEqual((await facts()).errors, []);
    await page.clock.runFor(300);
    assert.deepEqual((await facts()).errors, ["config_invalid"]);
    await run(`loadStub(); globalThis.cmp = loadCmp(); cmp.update("", true);`);
    await page.clock.runFor(11_000);
    await decide(1);
    assert.deepEqual([(await facts()).writes.length, (await facts()).errors.length], [1, 1]);
  });

  test("what is no Permission Center is refused at once", async () => {
    const codes = await run(`
      const { connectTcf } = await import("/consentkey/tcf.js");
      return [undefined, null, {}, { read() {} }].map((permissions) => {
        try { connectTcf(permissions); } catch ({ code }) { return code; }
      });
    `);
    assert.deepEqual(codes, Array(4).fill("config_invalid"));
  });

  test("after disconnect() nothing is heard, called or tried", async () => {
    await open("statusWith()");
    await run(`permissions.onWrite = fault("network")`);
    await decide(1);
    await run("connection.disconnect()");
    await decide(2);
    await page.clock.runFor(60_000);
    const { writes, errors } = await facts();
    assert.deepEqual([writes.length, errors], [1, []]);
    assert.equal((await record()).waiting.tcString, await tc(1));
  });
});

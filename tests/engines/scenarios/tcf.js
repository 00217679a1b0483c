// A TCF CMP and the Permission Center in step, on the IAB's own stub and CMP API.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { serveSite } from "../../lib/site.js";
import { tcfPage } from "../../lib/tcf-page.js";

/** @param {{ newSession: () => Promise<object> }} browser of tests/lib/engines */
export function testTcf(browser) {
  for (const scope of ["@iabtcf", "@iabtechlabtcf"]) testWith(browser, scope);
}

function testWith(browser, scope) {
  describe(`connectTcf() with ${scope}`, () => {
    let site, session, window;

    before(async () => {
      site = await serveSite("127.0.0.1", { pages: { "/": await tcfPage(scope) } });
    });
    after(() => site?.close());
    beforeEach(async () => {
      session = await browser.newSession();
      window = await session.open();
      await visit();
    });
    afterEach(() => session?.close());

    async function visit() {
      await window.goto(`${site.origin}/`);
      await window.waitFor("typeof globalThis.connect === 'function'");
    }

    const run = (statements) => window.evaluate(`(async () => { ${statements} })()`);
    const open = (status) =>
      run(`loadStub(); permissions.onRead = ${status}; connect(); globalThis.cmp = loadCmp(); cmp.update("", true); await connection.status;`);
    const decide = (purpose) => run(`cmp.update("", true); cmp.update(tcStringOf(${purpose}), false); await connection.flush();`);
    const writes = () => run("return permissions.writes.map(({ iabTcString }) => iabTcString)");
    const tc = (purpose) => run(`return tcStringOf(${purpose})`);

    test("a stored string goes to the CMP, and a decision to the store, once", async () => {
      await open("statusWith(tcStringOf(1))");
      await window.waitFor("events.injected.length === 1");
      await decide(2);
      await decide(2);
      assert.deepEqual([await run("return events.injected"), await writes()], [[await tc(1)], [await tc(2)]]);
    });

    test("the next page knows the status without asking", async () => {
      await open("statusWith(tcStringOf(1))");
      await visit();
      await open("statusWith()");
      await window.waitFor("events.injected.length === 1");
      assert.deepEqual(await run("return [permissions.reads, events.injected]"), [0, [await tc(1)]]);
    });

    test("a decision waits over page loads until somebody is signed in", async () => {
      await open('refusal("NO_TPID")');
      await run('permissions.onWrite = refusal("NO_TPID")');
      await decide(3);
      await visit();
      await open("statusWith()");
      await window.waitFor("permissions.writes.length === 1");
      assert.deepEqual([await writes(), await run("return events.errors")], [[await tc(3)], []]);
    });
  });
}

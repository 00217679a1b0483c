// What a CMP, a Permission Center or a page may hand over, or do meanwhile.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { encodeBits, fixedBits, rangeBits, tcString } from "../lib/tc-string.js";
import { Center, Cmp, openView } from "../lib/tcf-view.js";

const STORED = tcString({ purposes: [1], vendors: [2, 3] });
const OTHER = tcString({ purposes: [2] });

describe("connectTcf()", () => {
  let center, view, cmp;
  beforeEach(async () => {
    center = new Center({ tcString: STORED, idconsent: "INVALID" });
    view = await openView();
    ({ cmp } = view);
    globalThis.reportError = () => {};
  });
  afterEach(() => {
    view.connection?.disconnect();
    delete globalThis.reportError;
  });

  describe("disconnect()", () => {
    const stubbed = () => {
      const queue = [];
      globalThis.__tcfapi = (...call) => void queue.push(call);
      return () => {
        globalThis.__tcfapi = cmp.api;
        for (const call of queue) cmp.api(...call);
      };
    };

    test("takes the listener from the CMP that has taken the stub's place", async () => {
      const load = stubbed();
      view.connect(center);
      load();
      cmp.shows();
      assert.equal(cmp.listeners.size, 1);
      view.connection.disconnect();
      assert.equal(cmp.listeners.size, 0);
    });

    test("does so where the page handed over the stub itself", async () => {
      const load = stubbed();
      view.connect(center, { tcfapi: globalThis.__tcfapi });
      load();
      cmp.shows();
      view.connection.disconnect();
      assert.equal(cmp.listeners.size, 0);
    });

    test("before the CMP is there, takes the listener as soon as it is", async () => {
      const load = stubbed();
      view.connect(center);
      view.connection.disconnect();
      load();
      cmp.shows();
      assert.equal(cmp.listeners.size, 0);
    });

    test("goes to the CMP that was given, not to the page's", async () => {
      const own = new Cmp();
      view.connect(center, { tcfapi: own.api });
      own.shows();
      view.connection.disconnect();
      assert.equal(own.listeners.size, 0);
    });

    test("ends, with a CMP that tells an event each time it is asked to stop", async () => {
      let asked = 0;
      globalThis.__tcfapi = (command, version, callback) => {
        if (command === "removeEventListener") asked += 1;
        if (command === "addEventListener") globalThis.__tcfapi.callback = callback;
        if (asked < 10_000) globalThis.__tcfapi.callback?.({ listenerId: asked, eventStatus: "tcloaded", tcString: OTHER }, true);
      };
      view.connect(center);
      view.connection.disconnect();
      assert.ok(asked > 0 && asked < 5);
    });
  });

  const hostile = (name) => ({
    eventStatus: "useractioncomplete",
    tcString: OTHER,
    get [name]() {
      throw new Error("no");
    },
  });
  const IGNORED = {
    "no success": [{ eventStatus: "useractioncomplete", tcString: OTHER }, false],
    "no data": [null, true],
    "a text": ["useractioncomplete", true],
    "no TC string": [{ eventStatus: "useractioncomplete" }, true],
    "an empty TC string": [{ eventStatus: "useractioncomplete", tcString: "" }, true],
    "a TC string that is none": [{ eventStatus: "useractioncomplete", tcString: { toString: () => OTHER } }, true],
    "inherited data": [Object.create({ eventStatus: "useractioncomplete", tcString: OTHER }), true],
    "no GDPR": [{ eventStatus: "useractioncomplete", tcString: OTHER, gdprApplies: false }, true],
    "a getter for the TC string that throws": [hostile("tcString"), true],
    "a getter for the event that throws": [hostile("eventStatus"), true],
    "a getter for the GDPR that throws": [hostile("gdprApplies"), true],
    "a getter for the listener that throws": [hostile("listenerId"), true],
    "a proxy that throws": [
      new Proxy({}, {
        getOwnPropertyDescriptor() {
          throw new Error("no");
        },
      }),
      true,
    ],
  };
  for (const [what, [tcData, success]] of Object.entries(IGNORED)) {
    test(`an event with ${what} is none, and reaches neither the CMP nor the next event`, async () => {
      await view.connect(center).status;
      for (const callback of cmp.listeners.values()) callback(tcData, success);
      await view.connection.flush();
      assert.deepEqual([center.writes, view.asked], [[], 0]);
      cmp.completes(OTHER);
      await view.connection.flush();
      assert.equal(center.iabTcString.value, OTHER);
    });
  }

  for (const gdprApplies of [true, undefined, null]) {
    test(`an event whose gdprApplies is ${gdprApplies} counts`, async () => {
      await view.connect(center).status;
      cmp.tell("useractioncomplete", OTHER, { gdprApplies });
      await view.connection.flush();
      assert.equal(center.iabTcString.value, OTHER);
    });
  }

  test("where the GDPR turns out not to apply, a status that comes later is not handed over", async () => {
    cmp.shows();
    view.connect(center);
    cmp.tell("tcloaded", "", { gdprApplies: false });
    await view.connection.status;
    assert.deepEqual(view.injected, []);
  });

  for (const [what, answer] of [
    ["nothing", undefined],
    ["null", null],
    ["a text", "PERMISSIONS_FOUND"],
    ["something else", { statusCode: "PERMISSIONS_FOUND", subjectIdentifiers: null }],
  ]) {
    test(`a Permission Center that answers ${what} to read() can't be read`, async () => {
      center.read = async () => answer;
      assert.equal(await view.connect(center, { adtechPass: true }).status, null);
      assert.deepEqual([view.errors, view.statuses], [["permission_failed"], [null]]);
    });

    test(`a Permission Center that answers ${what} to write() has stored`, async () => {
      center.write = async (settings) => (center.writes.push(settings), answer);
      await view.connect(center, { adtechPass: true }).status;
      cmp.completes(OTHER);
      await view.connection.flush();
      await view.connection.flush();
      assert.deepEqual([center.writes.length, view.errors, view.storage.getItem("netid_utiq_adtechpass")], [1, [], null]);
    });
  }

  const nothing = null;
  for (const [what, fail] of [
    ["throws nothing", () => { throw nothing; }],
    ["rejects with undefined", () => Promise.reject(undefined)],
    ["throws what can't be asked", () => { throw new Proxy({}, { get() { throw new Error("no"); } }); }],
  ]) {
    test(`a Permission Center that ${what} rejects neither status nor flush()`, async () => {
      center.read = center.write = fail;
      assert.equal(await view.connect(center, { onError: () => {} }).status, null);
      cmp.completes(OTHER);
      await view.connection.flush();
    });
  }

  const vendors = (list) => encodeBits(`${fixedBits({ purposes: [1] })}${list}`);
  const all = rangeBits([[1, 65_535]]);
  const MALFORMED = {
    "cut off after its fixed fields": encodeBits(fixedBits({ purposes: [1] })),
    "cut off within a list of vendors": vendors(`${"1".repeat(16)}0111`),
    "with ranges without end": vendors(`${"1".repeat(16)}1${rangeBits(Array(4095).fill([1, 65_535]))}`),
    "with a range that ends before it begins": vendors(`${"1".repeat(16)}1${rangeBits([[9, 2]])}`),
    "with more ranges announced than there are": vendors(`${"1".repeat(16)}1${"1".repeat(12)}0`),
    "of a megabyte": `${STORED}${"A".repeat(1_000_000)}`,
    "with a megabyte of segments": `${STORED}${".I".repeat(500_000)}`,
    "with all vendors there can be": vendors(`${"1".repeat(16)}1${all}${"1".repeat(16)}1${all}${"0".repeat(12)}`),
  };
  for (const [what, odd] of Object.entries(MALFORMED)) {
    test(`a TC string ${what} is told from another, and from a decision`, async () => {
      center = new Center({ tcString: odd, idconsent: "INVALID" });
      cmp.shows();
      await view.connect(center, { inject: (tc) => (view.injected.push(tc), cmp.completes(tc)) }).status;
      assert.deepEqual([view.injected, center.writes, view.asked], [[odd], [], 0]);
      cmp.completes(STORED);
      cmp.completes(odd.replace(/^C/, "D"));
      cmp.completes(odd);
      await view.connection.flush();
      assert.equal(center.iabTcString.value, odd);
    });
  }

  for (const [what, options] of [
    ["a misspelt one", { onstatus() {} }],
    ["a callback that is none", { inject: "setTcString" }],
    ["a CMP that is none", { tcfapi: {} }],
    ["a text", "cache"],
  ]) {
    test(`${what} among the options is refused`, () => {
      assert.throws(() => view.connect(center, options), { code: "config_invalid" });
    });
  }

  test("options that are undefined or null are left out", async () => {
    const nothing = Object.fromEntries(["tcfapi", "idconsent", "inject", "cache", "onStatus", "onError"].map((name) => [name, null]));
    await view.connect(center, { ...nothing, adtechPass: undefined }).status;
    cmp.completes(OTHER);
    await view.connection.flush();
    assert.deepEqual(center.writes, [{ iabTcString: OTHER }]);
  });
});

// What a cache may do: refuse, throw, lose and make things up. A decision of this page is never lost.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { tcString } from "../lib/tc-string.js";
import { Center, Storage, openView, refusal } from "../lib/tcf-view.js";

const KEY = "consentkey.tcf";
const FIRST = tcString({ purposes: [1] });
const SECOND = tcString({ purposes: [2] });
const no = () => {
  throw new DOMException("no", "QuotaExceededError");
};

describe("a cache", () => {
  let center, view;
  beforeEach(async () => {
    center = new Center();
    view = await openView();
  });
  afterEach(() => view.connection?.disconnect());

  async function decide(what) {
    view.cmp.shows();
    view.cmp.completes(what);
    await view.connection.flush();
  }

  const older = async () => {
    const storage = new Storage();
    center.refusal = refusal("NO_TPID");
    view.connect(center, { cache: storage });
    await decide(FIRST);
    view.connection.disconnect();
    view = await openView();
    assert.equal(JSON.parse(storage.getItem(KEY)).waiting.tcString, FIRST);
    return storage;
  };

  const REFUSING = {
    "that is full": (cache) => Object.assign(cache, { setItem: no }),
    "that is full and removes nothing": (cache) => Object.assign(cache, { setItem: no, removeItem: no }),
    "that takes nothing and says nothing": (cache) => Object.assign(cache, { setItem() {}, removeItem() {} }),
    "that throws at every call": (cache) => Object.assign(cache, { getItem: no, setItem: no, removeItem: no }),
    "that throws once it is written to": (cache) => Object.assign(cache, { setItem: () => (cache.getItem = no) }),
    "that forgets": (cache) => Object.assign(cache, { getItem: () => null }),
    "that answers undefined": (cache) => Object.assign(cache, { getItem() {} }),
    "that answers rubbish": (cache) => Object.assign(cache, { getItem: () => "{rubbish" }),
    "that answers objects": (cache) => Object.assign(cache, { getItem: () => ({}) }),
    "that answers promises": (cache) => Object.assign(cache, { getItem: async () => "", setItem: async () => no(), removeItem: async () => no() }),
    "that writes something else": (cache) => Object.assign(cache, { setItem: (key) => Storage.prototype.setItem.call(cache, key, "[]") }),
    "that has none of its methods": () => ({}),
  };
  for (const [how, spoil] of Object.entries(REFUSING)) {
    test(`${how} loses no decision, with an older record in it or not`, async () => {
      for (const cache of [await older(), new Storage()]) {
        view.connect(center, { cache: spoil(cache) });
        await decide(SECOND);
        center.refusal = undefined;
        center.writes = [];
        await view.connection.flush();
        assert.deepEqual([center.writes.at(-1), view.errors], [{ iabTcString: SECOND, idconsent: "VALID" }, []]);
        await decide(SECOND);
        await decide(FIRST);
        assert.deepEqual([center.iabTcString.value, center.writes.length], [FIRST, 2]);
        view.connection.disconnect();
        center = new Center();
        view = await openView();
        center.refusal = refusal("NO_TPID");
      }
    });
  }

  test("that is full keeps no older decision for the next page to store", async () => {
    const cache = await older();
    view.connect(center, { cache: Object.assign(cache, { setItem: no }) });
    await decide(SECOND);
    assert.equal(cache.getItem(KEY), null);
  });

  test("that takes something again gets what waits", async () => {
    const cache = await older();
    view.connect(center, { cache: Object.assign(cache, { setItem: no }) });
    await decide(SECOND);
    delete cache.setItem;
    await decide(SECOND);
    assert.equal(JSON.parse(cache.getItem(KEY)).waiting.tcString, SECOND);
  });

  test("that was full is believed again once another tab has written to it", async () => {
    const cache = new Storage();
    view.connect(center, { cache: Object.assign(cache, { setItem: no }) });
    await view.connection.status;
    delete cache.setItem;
    const waiting = { tcString: SECOND, at: Date.now() };
    cache.setItem(KEY, JSON.stringify({ v: 1, status: null, readAt: 0, waiting }));
    await view.connection.flush();
    assert.deepEqual(center.writes, [{ iabTcString: SECOND }]);
  });

  test("that makes up another decision each time ends nothing", async () => {
    let count = 0;
    const made = () => ({ v: 1, status: null, readAt: 0, waiting: { tcString: FIRST, at: (count += 1) } });
    const told = () => ({ ...made(), status: { statusCode: "PERMISSIONS_FOUND", subjectIdentifiers: {}, iabTcString: { value: FIRST, changedAt: 0 } } });
    for (const make of [made, told]) {
      view.connect(center, { cache: { getItem: () => JSON.stringify(make()), setItem() {}, removeItem() {} } });
      await view.connection.flush();
      view.connection.disconnect();
    }
    assert.ok(center.writes.length < 100);
  });

  const STATUS = { statusCode: "PERMISSIONS_FOUND", subjectIdentifiers: { tpid: null, syncId: null, etpid: null }, idconsent: null, iabTcString: null };
  const RECORD = { v: 1, status: STATUS, readAt: 0, waiting: null };
  const DAMAGED = {
    "waiting.at is a text": { waiting: { tcString: SECOND, at: "soon" } },
    "waiting.at is null": { waiting: { tcString: SECOND, at: null } },
    "waiting.at is missing": { waiting: { tcString: SECOND } },
    "waiting.tcString is a number": { waiting: { tcString: 7, at: 1 } },
    "waiting is a list": { waiting: [] },
    "waiting is a text": { waiting: SECOND },
    "subjectIdentifiers is null": { status: { ...STATUS, subjectIdentifiers: null } },
    "subjectIdentifiers is missing": { status: { statusCode: "PERMISSIONS_FOUND" } },
    "idconsent is a text": { status: { ...STATUS, idconsent: "VALID" } },
    "idconsent is unknown": { status: { ...STATUS, idconsent: { status: "PERHAPS", changedAt: 1 } } },
    "iabTcString is a text": { status: { ...STATUS, iabTcString: SECOND } },
    "iabTcString has no value": { status: { ...STATUS, iabTcString: { changedAt: 1 } } },
    "status is true": { status: true },
    "statusCode is unknown": { status: { ...STATUS, statusCode: "OK" } },
    "readAt is a text": { readAt: "now" },
    "it is nested deeply": { waiting: JSON.parse(`${"[".repeat(3000)}${"]".repeat(3000)}`) },
  };
  for (const [what, damage] of Object.entries(DAMAGED)) {
    test(`in which ${what} is read as an empty one`, async () => {
      const cache = new Storage();
      cache.setItem(KEY, JSON.stringify({ ...RECORD, readAt: Date.now(), ...damage }));
      const status = await view.connect(center, { cache }).status;
      await view.connection.flush();
      assert.deepEqual([status.statusCode, center.reads, center.writes], ["PERMISSIONS_FOUND", 1, []]);
      await decide(FIRST);
      assert.deepEqual(center.writes, [{ iabTcString: FIRST, idconsent: "VALID" }]);
    });
  }

  for (const [what, value] of [
    ["no TC string", "javascript:alert(1)"],
    ["empty", ""],
    ["of another version", `B${SECOND.slice(1)}`],
    ["cut off", SECOND.slice(0, 20)],
    ["more than one line", `${SECOND}\n`],
  ]) {
    test(`whose string is ${what} hands nothing to the CMP`, async () => {
      const cache = new Storage();
      const status = { ...STATUS, iabTcString: { value, changedAt: 1 } };
      cache.setItem(KEY, JSON.stringify({ ...RECORD, readAt: Date.now(), status }));
      view.cmp.shows();
      await view.connect(center, { cache }).status;
      assert.deepEqual([view.injected, center.reads], [[], 0]);
    });
  }

  test("is read by its own properties, whatever others have added to all objects", async () => {
    const polluted = { waiting: { tcString: SECOND, at: 1 }, inject: no, status: STATUS, readAt: 1, etpid: "e" };
    Object.assign(Object.prototype, polluted);
    try {
      const cache = new Storage();
      cache.setItem(KEY, JSON.stringify({ v: 1 }));
      view.cmp.shows();
      const { subjectIdentifiers } = await view.connect(center, { cache, inject: undefined }).status;
      await view.connection.flush();
      assert.deepEqual([center.writes, center.reads, subjectIdentifiers.etpid], [[], 1, "e1"]);
    } finally {
      for (const name of Object.keys(polluted)) delete Object.prototype[name];
    }
  });

  test("that can't even be reached is none", async () => {
    Object.defineProperty(globalThis, "localStorage", { get: no, configurable: true });
    view.connect(center, { adtechPass: true });
    await decide(SECOND);
    assert.equal(center.iabTcString.value, SECOND);
  });

  test("keeps a decision made in the moment in which another was done with", async () => {
    view.connect(center);
    await view.connection.status;
    for (const what of [FIRST, SECOND, FIRST]) {
      view.cmp.completes(what);
      await view.connection.flush();
      assert.equal(center.iabTcString.value, what);
    }
  });

  test("tells two decisions of one instant apart", async () => {
    let answer = "VALID";
    let finish;
    const now = Date.now();
    const clock = Date.now;
    Date.now = () => now;
    try {
      const write = center.write.bind(center);
      center.write = (settings) => new Promise((resolve) => (finish = () => resolve(write(settings))));
      view.connect(center, { idconsent: () => answer });
      await view.connection.status;
      view.cmp.completes(FIRST);
      await new Promise((resolve) => setImmediate(resolve));
      answer = "INVALID";
      view.cmp.completes(FIRST);
      center.write = write;
      finish();
      await view.connection.flush();
    } finally {
      Date.now = clock;
    }
    assert.deepEqual(center.writes, [{ iabTcString: FIRST, idconsent: "VALID" }, { idconsent: "INVALID" }]);
  });
});

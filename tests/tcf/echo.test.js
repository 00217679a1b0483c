// What was injected comes back from the CMP as if the user had decided it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { tcString } from "../lib/tc-string.js";
import { Center, openView, refusal } from "../lib/tcf-view.js";

const FACTS = { purposes: [1, 2, 7], interests: [8], features: [1], vendors: [2, 3, 4, 9], vendorInterests: [5] };
const STORED = tcString(FACTS);
const OTHER = tcString({ ...FACTS, purposes: [1] });

/** The same decision, told in another way. */
const ANEW = {
  "as it was": STORED,
  "with other timestamps": tcString({ ...FACTS, created: 17_900_000_000 }),
  "by another CMP": tcString({ ...FACTS, cmpId: 300, cmpVersion: 9, screen: 4, language: "EN" }),
  "with a newer list of vendors and policy": tcString({ ...FACTS, vendorList: 120, policy: 6 }),
  "with vendors as ranges": tcString({ ...FACTS, encoding: "ranges" }),
  "with vendors one by one": tcString({ ...FACTS, encoding: "singles" }),
  "with other disclosed vendors": tcString({ ...FACTS, disclosed: [1, 2, 3] }),
  "without disclosed vendors": tcString({ ...FACTS, disclosed: null }),
  "with a segment of the publisher's": tcString({ ...FACTS, publisher: [1] }),
  "with both": tcString({ ...FACTS, disclosed: [2], publisher: [], encoding: "ranges", created: 18_000_000_000 }),
};

describe("what was injected", () => {
  let center, view, cmp;
  beforeEach(async () => {
    center = new Center({ tcString: STORED, idconsent: "INVALID" });
    view = await openView();
    ({ cmp } = view);
  });
  afterEach(() => view.connection?.disconnect());

  /** A page whose CMP shows its banner, and to which the stored string has just been handed. */
  async function inject(options) {
    cmp.shows();
    await view.connect(center, options).status;
  }
  const nothingHappened = async () => {
    await view.connection.flush();
    assert.deepEqual([center.writes, view.asked, center.idconsent.status], [[], 0, "INVALID"]);
  };

  for (const [how, back] of Object.entries(ANEW)) {
    test(`comes back ${how}: at once, later or several times, it is no choice of the user`, async () => {
      await inject({ inject: () => cmp.completes(back) });
      await nothingHappened();
      cmp.completes(back);
      cmp.tell("tcloaded", back);
      cmp.completes(STORED);
      cmp.shows(back);
      cmp.completes(back);
      await nothingHappened();
    });
  }

  for (const [what, act] of [
    ["a purpose less", { ...FACTS, purposes: [1, 2] }],
    ["a purpose more", { ...FACTS, purposes: [1, 2, 3, 7] }],
    ["a vendor less", { ...FACTS, vendors: [2, 3, 4] }],
    ["another vendor", { ...FACTS, vendors: [2, 3, 4, 8], encoding: "ranges" }],
    ["an objection", { ...FACTS, interests: [] }],
    ["an objection to a vendor", { ...FACTS, vendorInterests: [], encoding: "singles" }],
    ["no special feature", { ...FACTS, features: [] }],
  ]) {
    test(`comes back and the user then decides for ${what}: that is stored`, async () => {
      await inject({ inject: () => cmp.completes(STORED) });
      cmp.completes(tcString(act));
      await view.connection.flush();
      assert.deepEqual([center.writes, view.asked], [[{ iabTcString: tcString(act), idconsent: "VALID" }], 1]);
    });
  }

  test("is decided otherwise in the publisher's own purposes: that is stored", async () => {
    center = new Center({ tcString: tcString({ ...FACTS, publisher: [1, 2] }), idconsent: "VALID" });
    await inject();
    cmp.completes(tcString({ ...FACTS, publisher: [1] }));
    await view.connection.flush();
    assert.equal(center.writes.length, 1);
  });

  test("comes back after the user has decided otherwise: the user's decision stays", async () => {
    await inject();
    cmp.completes(OTHER);
    for (const back of Object.values(ANEW)) cmp.completes(back);
    await view.connection.flush();
    assert.deepEqual([center.iabTcString.value, view.asked], [OTHER, 1]);
  });

  test("is what the user comes back to after another decision: that is stored again", async () => {
    await inject({ inject: () => cmp.completes(STORED) });
    cmp.completes(OTHER);
    cmp.completes(ANEW["with other timestamps"]);
    await view.connection.flush();
    assert.deepEqual([center.iabTcString.value, view.asked], [ANEW["with other timestamps"], 2]);
  });

  test("is what the user comes back to through the dialogue, though it never came back by itself", async () => {
    await inject();
    cmp.completes(OTHER);
    cmp.shows(OTHER);
    cmp.completes(STORED);
    await view.connection.flush();
    assert.deepEqual([center.iabTcString.value, view.asked], [STORED, 2]);
  });

  test("is what somebody else decides who signs in later: that is stored", async () => {
    await inject({ inject: () => cmp.completes(STORED) });
    view.connection.disconnect();
    const other = new Center();
    view.connect(other, { cache: false });
    await view.connection.status;
    cmp.shows(STORED);
    cmp.completes(STORED);
    await view.connection.flush();
    assert.deepEqual(other.writes, [{ iabTcString: STORED, idconsent: "VALID" }]);
  });

  test("comes back with vendors dropped, while it is being injected: still no choice", async () => {
    const narrowed = tcString({ ...FACTS, vendors: [2, 3], interests: [], vendorInterests: [] });
    let finish;
    await inject({ inject: () => new Promise((resolve) => (finish = resolve)) });
    cmp.completes(narrowed);
    finish();
    cmp.completes(narrowed);
    await nothingHappened();
  });

  test("comes back with vendors dropped that a newer list lacks: still no choice", async () => {
    await inject();
    cmp.completes(tcString({ ...FACTS, vendors: [2, 3], vendorList: 101 }));
    await nothingHappened();
  });

  test("is not the user's decision for fewer vendors, once the dialogue was open", async () => {
    await inject();
    cmp.shows(STORED);
    cmp.completes(tcString({ ...FACTS, vendors: [2, 3], vendorList: 101 }));
    await view.connection.flush();
    assert.equal(center.writes.length, 1);
  });

  test("comes back from a CMP that makes something else of it, within the call", async () => {
    await inject({ inject: () => cmp.completes(OTHER) });
    cmp.completes(OTHER);
    await nothingHappened();
  });

  for (const [how, options, statusCode] of [
    ["from the cache"],
    ["read anew", { cache: false }],
    ["not to be had any more", undefined, "NO_TPID"],
  ]) {
    test(`comes back on the next page, the status being ${how}: nothing changes`, async () => {
      const back = ANEW["with both"];
      await inject({ ...options, inject: () => cmp.completes(back) });
      view.connection.disconnect();
      view = await openView({ storage: view.storage });
      if (statusCode) {
        center.refusal = refusal(statusCode);
        view.storage.setItem("consentkey.tcf", JSON.stringify({ ...JSON.parse(view.storage.getItem("consentkey.tcf")), status: null }));
      }
      view.connect(center, options);
      view.cmp.tell("tcloaded", back);
      view.cmp.completes(back);
      if (how === "from the cache") view.cmp.shows(back);
      view.cmp.completes(back);
      await nothingHappened();
      assert.deepEqual(view.injected, []);
    });
  }

  test("is told by a CMP on loading before the status is known: nobody has decided", async () => {
    cmp.completes(ANEW["by another CMP"]);
    view.connect(center);
    await view.connection.status;
    await view.connection.flush();
    assert.deepEqual([center.writes, center.idconsent.status], [[], "INVALID"]);
  });

  test("and comes back is heard by a second connection too, with a status of its own or none", async () => {
    const other = new Center();
    view.connect(other, { cache: false });
    const first = view.connection;
    await inject({ cache: false, inject: () => setTimeout(() => cmp.completes(ANEW["with other timestamps"])) });
    await new Promise((resolve) => setTimeout(resolve));
    await Promise.all([first.flush(), nothingHappened()]);
    assert.deepEqual(other.writes, []);
    first.disconnect();
  });

  test("in another tab comes back in this one, whose CMP follows: nothing changes", async () => {
    center.refusal = refusal("NO_TPID");
    cmp.shows();
    await view.connect(center).status;
    const other = await openView({ storage: view.storage });
    other.cmp.shows();
    const known = new Center({ tcString: STORED, idconsent: "INVALID" });
    await other.connect(known, { inject: () => other.cmp.completes(ANEW["with both"]) }).status;
    center.refusal = undefined;
    cmp.completes(ANEW["with both"]);
    await nothingHappened();
    assert.deepEqual(known.writes, []);
    other.connection.disconnect();
  });

  test("is not handed over where the CMP's own says the same", async () => {
    cmp.tell("tcloaded", ANEW["with both"]);
    await view.connect(center).status;
    assert.deepEqual(view.injected, []);
  });

  test("is nothing, where the page takes none: a decision for the same is the user's", async () => {
    cmp.shows();
    await view.connect(center, { inject: undefined }).status;
    cmp.completes(STORED);
    await view.connection.flush();
    assert.deepEqual(center.writes, [{ idconsent: "VALID" }]);
  });
});

describe("what a CMP tells on loading", () => {
  const WAS = tcString({ purposes: [1, 2] });
  const NEWER = tcString({ purposes: [1] });

  test("and again, without a dialogue, does not win over what another device stored since", async () => {
    const view = await openView();
    const center = new Center({ tcString: NEWER, idconsent: "INVALID" });
    view.cmp.tell("tcloaded", WAS);
    view.connect(center);
    view.cmp.completes(WAS);
    await view.connection.status;
    await view.connection.flush();
    assert.deepEqual([center.writes, view.asked, view.injected], [[], 0, [NEWER]]);
    view.connection.disconnect();
  });

  test("is stored where nothing is", async () => {
    const view = await openView();
    const center = new Center();
    view.cmp.tell("tcloaded", WAS);
    view.connect(center);
    view.cmp.completes(WAS);
    await view.connection.flush();
    assert.deepEqual(center.writes, [{ iabTcString: WAS }]);
    view.connection.disconnect();
  });
});

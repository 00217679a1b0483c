// The adtech pass: in localStorage for every ad script, so only while the user agrees.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { tcString } from "../lib/tc-string.js";
import { Center, openView, refusal } from "../lib/tcf-view.js";

const PASS = "netid_utiq_adtechpass";
const SOME = tcString({ purposes: [1, 2] });
const FEWER = tcString({ purposes: [1] });
const NONE = tcString({ purposes: [], interests: [7] });

describe("the adtech pass", () => {
  let center, view, idconsent;
  beforeEach(async () => {
    idconsent = "VALID";
    center = new Center({ tcString: SOME, idconsent: "VALID" });
    view = await openView();
  });
  afterEach(() => view.connection?.disconnect());

  const pass = () => view.storage.getItem(PASS);
  const connect = (options) => view.connect(center, { adtechPass: true, idconsent: () => idconsent, ...options }).status;
  async function nextView(options) {
    view.connection.disconnect();
    view = await openView({ storage: view.storage });
    await connect(options);
  }

  for (const [how, word, decided] of [
    ["netID's permission is refused", "INVALID", FEWER],
    ["netID's permission is refused and the TC string stays", "INVALID", SOME],
    ["every purpose is refused", undefined, NONE],
    ["every purpose is refused, whatever the page says", "VALID", NONE],
  ]) {
    for (const statusCode of ["NO_TPID", "TAPP_NOT_ALLOWED", "PERMISSION_PARAMETERS_ERROR"]) {
      test(`goes at once when ${how}, and stays away though the write says ${statusCode}`, async () => {
        await connect();
        assert.equal(pass(), "e1");
        idconsent = word;
        center.write = async () => {
          throw refusal(statusCode);
        };
        view.cmp.shows(SOME);
        view.cmp.completes(decided);
        assert.equal(pass(), null);
        await view.connection.flush();
        assert.equal(pass(), null);
        await nextView();
        await view.connection.flush();
        assert.equal(pass(), null);
      });
    }
  }

  test("does not come back with the answer to an earlier consent", async () => {
    let finish;
    await connect();
    center.write = () => new Promise((resolve) => (finish = resolve));
    view.cmp.completes(FEWER);
    await new Promise((resolve) => setImmediate(resolve));
    idconsent = "INVALID";
    view.cmp.completes(NONE);
    finish(center.identifiers);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(pass(), null);
  });

  test("comes back with a consent after the refusal", async () => {
    await connect();
    idconsent = "INVALID";
    view.cmp.completes(FEWER);
    await view.connection.flush();
    assert.equal(pass(), null);
    idconsent = "VALID";
    view.cmp.completes(SOME);
    await view.connection.flush();
    assert.equal(pass(), "e1");
  });

  test("comes back with a consent from another device after the refusal", async () => {
    await connect({ cache: false });
    idconsent = "INVALID";
    view.cmp.completes(FEWER);
    await view.connection.flush();
    Object.assign(center, new Center({ tcString: SOME, idconsent: "VALID", changedAt: Date.now() + 1000 }));
    await nextView({ cache: false });
    assert.equal(pass(), "e1");
  });

  test("goes when nobody is signed in, on reading and on writing", async () => {
    await connect();
    center.refusal = refusal("NO_TPID");
    view.cmp.completes(FEWER);
    await view.connection.flush();
    assert.equal(pass(), null);
    view.storage.setItem(PASS, "old");
    await nextView({ cache: false });
    assert.equal(pass(), null);
  });

  test("of somebody who is signed in no longer does not come back from the cache", async () => {
    await connect();
    center.refusal = refusal("NO_TPID");
    view.cmp.completes(FEWER);
    await view.connection.flush();
    await nextView();
    assert.equal(pass(), null);
  });

  test("goes when the option is off", async () => {
    for (const adtechPass of [undefined, false]) {
      view.storage.setItem(PASS, "old");
      const status = connect({ adtechPass });
      assert.equal(pass(), null);
      await status;
      view.cmp.completes(FEWER);
      await view.connection.flush();
      assert.equal(pass(), null);
      view.connection.disconnect();
    }
  });

  test("is left alone by a connection that is over", async () => {
    let finish;
    const read = center.read.bind(center);
    center.read = () => new Promise((resolve) => (finish = () => resolve({ ...center, statusCode: "PERMISSIONS_NOT_FOUND", subjectIdentifiers: {} })));
    const late = connect({ cache: false });
    await new Promise((resolve) => setImmediate(resolve));
    view.connection.disconnect();
    center.read = read;
    await connect({ cache: false });
    finish();
    await late;
    assert.equal(pass(), "e1");
  });

  test("goes with the account", async () => {
    await connect();
    center.refusal = refusal("TPID_EXISTENCE_ERROR");
    view.cmp.completes(FEWER);
    await view.connection.flush();
    assert.deepEqual([pass(), view.storage.getItem("consentkey.tcf")], [null, null]);
  });

  test("goes where a write answers none", async () => {
    await connect();
    center.identifiers = { tpid: null, syncId: "s", etpid: null };
    view.cmp.completes(FEWER);
    await view.connection.flush();
    assert.equal(pass(), null);
  });

  test("is not left behind, old, where the new one finds no room", async () => {
    await connect();
    view.storage.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    center.identifiers = { tpid: null, syncId: "s", etpid: "e2" };
    view.cmp.completes(FEWER);
    await view.connection.flush();
    assert.equal(pass(), null);
  });
});

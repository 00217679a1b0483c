// TC strings with problems: write() and connectTcf() beside inspectTcString(), and what becomes of the decision.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createNetidClient } from "consentkey";
import { createPermissions } from "consentkey/server";
import { inspectTcString } from "consentkey/tcf";
import { chance, some } from "../lib/random.js";
import { tcString } from "../lib/tc-string.js";
import { Center, openView } from "../lib/tcf-view.js";

const GRAVE = ["not_service_specific", "segments_out_of_order"];
const CLEAN = tcString({ purposes: [1] });
const GLOBAL = tcString({ purposes: [1, 3], isServiceSpecific: false });
const JUMBLED = (([core, disclosed, publisher]) => [core, publisher, disclosed].join("."))(tcString({ publisher: [1] }).split("."));
const UNDISCLOSED = tcString({ purposes: [1], disclosed: null });
const PAGE = "https://page.test/callback";
const CENTERS = {
  "the browser's": async () => (await createNetidClient({ clientId: "client", redirectUri: PAGE })).permissions,
  "the server's": () => createPermissions({ token: "the-token" }),
  "the relay's": async () => (await createNetidClient({ clientId: "client", redirectUri: PAGE, relay: "https://page.test/relay" })).permissions,
};

/** Any order of any segments, by any policy, at any time. */
function randomString() {
  const created = Math.floor(17_000_000_000 + chance() * 1_500_000_000);
  const facts = { created, policy: 2 + Math.floor(chance() * 4), isServiceSpecific: chance() < 0.8, purposes: some(11, chance()), vendors: some(60, 0.4) };
  const [core, ...others] = tcString({ ...facts, disclosed: chance() < 0.7 ? some(60, 0.5) : null, publisher: chance() < 0.5 ? [1] : undefined }).split(".");
  if (chance() < 0.2) others.reverse();
  if (chance() < 0.1 && others.length > 0) others.push(others[0]);
  return [core, ...others].join(".");
}

describe("write()", () => {
  const { fetch } = globalThis;
  const { warn } = console;
  let sent, warnings;
  beforeEach(() => {
    [sent, warnings] = [[], []];
    globalThis.fetch = async (url, { body }) => {
      sent.push({ url: String(url), body });
      return new Response('{"subject_identifiers":{}}', { status: 201 });
    };
    console.warn = (text) => warnings.push(text);
  });
  afterEach(() => {
    globalThis.fetch = fetch;
    console.warn = warn;
  });

  const outcome = async (center, iabTcString, options) => {
    const before = sent.length;
    const { code, problem } = await center.write({ iabTcString }, options).catch((error) => error);
    assert.equal(sent.length - before, code ? 0 : 1, "what is refused is not sent, and all else is");
    return code ? [code, problem] : [];
  };

  for (const [whose, open] of Object.entries(CENTERS)) {
    test(`${whose} refuses what inspectTcString() calls a grave problem, on thousands of strings`, async () => {
      const center = await open();
      const found = new Set();
      for (let round = 0; round < 3000; round += 1) {
        const text = randomString();
        const { problems } = inspectTcString(text);
        problems.forEach((problem) => found.add(problem));
        const grave = problems.find((problem) => GRAVE.includes(problem));
        assert.deepEqual(await outcome(center, text), grave ? ["tc_string_invalid", grave] : [], text);
        assert.deepEqual(await outcome(center, text, { tcfProblems: "refuse" }), problems.length > 0 ? ["tc_string_invalid", problems[0]] : [], text);
      }
      assert.equal(found.size, 4);
    });

    test(`${whose} stores what it is told to warn of or to ignore`, async () => {
      const center = await open();
      for (const tcfProblems of ["warn", "ignore"]) {
        for (const text of [GLOBAL, JUMBLED, UNDISCLOSED, CLEAN]) assert.deepEqual(await outcome(center, text, { tcfProblems }), []);
      }
      for (const tcfProblems of ["", "no", 1, {}]) assert.deepEqual(await outcome(center, CLEAN, { tcfProblems }), ["config_invalid", undefined]);
    });

    test(`${whose} leaves a segment of a type that is not known yet alone`, async () => {
      assert.deepEqual(await outcome(await open(), `${CLEAN}.4AAA`, { tcfProblems: "refuse" }), []);
    });
  }

  test("each problem is shown in the console once, and no TC string is", async () => {
    const center = await CENTERS["the browser's"]();
    for (let round = 0; round < 3; round += 1) await outcome(center, UNDISCLOSED, { tcfProblems: "warn" });
    assert.ok(warnings.filter((text) => text.includes("disclosed_vendors_missing")).length <= 1);
    assert.equal(warnings.some((text) => text.includes(UNDISCLOSED)), false);
    await outcome(center, UNDISCLOSED, { tcfProblems: "ignore" });
  });

  test("a relay is told what the page wants", async () => {
    const center = await CENTERS["the relay's"]();
    await center.write({ iabTcString: GLOBAL }, { tcfProblems: "ignore", identifiers: ["TPID", "ETPID"] });
    await center.write({ iabTcString: CLEAN });
    assert.deepEqual(
      sent.map(({ url }) => url),
      ["https://page.test/relay/permissions?identifiers=TPID,ETPID&tcfProblems=ignore", "https://page.test/relay/permissions"],
    );
  });
});

describe("connectTcf()", () => {
  let center, view, told;
  beforeEach(async () => {
    center = new Center({ tcString: CLEAN, idconsent: "VALID" });
    view = await openView();
    told = [];
  });
  afterEach(() => view.connection?.disconnect());

  const onError = ({ code, problem }) => told.push([code, problem]);
  async function decide(tcString, options) {
    view.cmp.shows();
    await view.connect(center, { onError, ...options }).status;
    view.cmp.completes(tcString);
    await view.connection.flush();
  }
  const waiting = () => JSON.parse(view.storage.getItem("consentkey.tcf")).waiting;

  for (const [text, reason] of [
    [GLOBAL, "not_service_specific"],
    [JUMBLED, "segments_out_of_order"],
  ]) {
    test(`${reason} is told once and not stored; what is stored stays, and the decision waits`, async () => {
      await decide(text);
      await view.connection.flush();
      assert.deepEqual([told, center.writes], [[["tc_string_invalid", reason]], []]);
      assert.deepEqual([center.iabTcString.value, waiting().tcString], [CLEAN, text]);
    });

    test(`${reason} is stored where the page wants it`, async () => {
      for (const tcfProblems of ["warn", "ignore"]) {
        view.connection?.disconnect();
        view = await openView();
        told = [];
        center = new Center();
        await decide(text, { tcfProblems });
        assert.deepEqual([center.iabTcString.value, told], [text, tcfProblems === "warn" ? [["tc_string_invalid", reason]] : []]);
      }
    });
  }

  test("missing disclosed vendors are told once and stored, or refused on demand", async () => {
    await decide(tcString({ purposes: [2], disclosed: null }));
    view.cmp.shows();
    view.cmp.completes(tcString({ purposes: [2, 3], disclosed: null }));
    await view.connection.flush();
    assert.deepEqual([told, center.writes.length], [[["tc_string_invalid", "disclosed_vendors_missing"]], 2]);
    view.cmp.shows();
    view.connection.disconnect();
    center = new Center();
    view = await openView();
    await decide(UNDISCLOSED, { tcfProblems: "refuse" });
    assert.deepEqual(center.writes, []);
  });

  test("a refused decision is not overwritten in the CMP by what is stored, on any later page", async () => {
    const { storage } = view;
    await decide(GLOBAL);
    for (let visit = 0; visit < 2; visit += 1) {
      view.connection.disconnect();
      view = await openView({ storage });
      view.cmp.tell("tcloaded", GLOBAL);
      await view.connect(center, { onError }).status;
      await view.connection.flush();
      assert.deepEqual([view.injected, center.writes, waiting().tcString], [[], [], GLOBAL]);
    }
  });

  test("it is stored later, where the page has come to allow it", async () => {
    const { storage } = view;
    await decide(GLOBAL);
    view.connection.disconnect();
    view = await openView({ storage });
    view.cmp.tell("tcloaded", GLOBAL);
    await view.connect(center, { onError, tcfProblems: "ignore" }).status;
    await view.connection.flush();
    assert.deepEqual([center.writes.length, center.iabTcString.value, waiting()], [1, GLOBAL, null]);
  });

  test("a withdrawal is stored without the TC string, once, and a permission is not", async () => {
    await decide(GLOBAL, { idconsent: () => "INVALID" });
    await view.connection.flush();
    assert.deepEqual([center.writes, center.iabTcString.value, waiting().tcString], [[{ idconsent: "INVALID" }], CLEAN, GLOBAL]);
    view.cmp.shows();
    view.connection.disconnect();
    center = new Center({ tcString: CLEAN, idconsent: "INVALID" });
    view = await openView();
    await decide(GLOBAL, { idconsent: () => "VALID" });
    assert.deepEqual([center.writes, center.idconsent.status], [[], "INVALID"]);
  });

  test("the user's next decision takes the place of a refused one", async () => {
    await decide(GLOBAL);
    view.cmp.shows();
    view.cmp.completes(tcString({ purposes: [1, 2, 3] }));
    await view.connection.flush();
    assert.deepEqual([center.iabTcString.value, waiting()], [tcString({ purposes: [1, 2, 3] }), null]);
  });

  test("what the Permission Center itself refuses for a problem waits too", async () => {
    center.refusal = Object.assign(new Error(), { code: "tc_string_invalid", problem: "not_service_specific" });
    await decide(tcString({ purposes: [4] }));
    assert.equal(waiting().tcString, tcString({ purposes: [4] }));
  });

  for (const [what, error] of [
    ["a TC string", { code: "tc_string_invalid" }],
    ["a parameter", { code: "permission_denied", statusCode: "PERMISSION_PARAMETERS_ERROR" }],
  ]) {
    test(`where the Permission Center refuses ${what} for good, the older string does not overwrite the decision, until a newer one is stored`, async () => {
      const { storage } = view;
      const decided = tcString({ purposes: [1, 4] });
      center.refusal = Object.assign(new Error(), error);
      view.cmp.shows();
      const { status } = view.connect({ read: async () => ({ ...(await new Center({ tcString: CLEAN }).read()) }), write: (settings) => center.write(settings) }, { onError });
      await status;
      view.cmp.completes(decided);
      await view.connection.flush();
      assert.deepEqual([center.writes.length, waiting()], [1, null]);
      for (const [changedAt, injected] of [[1000, []], [Date.now() + 60_000, [CLEAN]]]) {
        view.connection.disconnect();
        view = await openView({ storage });
        view.cmp.tell("tcloaded", decided);
        const record = JSON.parse(storage.getItem("consentkey.tcf"));
        storage.setItem("consentkey.tcf", JSON.stringify({ ...record, status: null }));
        await view.connect(new Center({ tcString: CLEAN, changedAt }), { onError }).status;
        await view.connection.flush();
        assert.deepEqual(view.injected, injected);
      }
    });
  }

  test("an option of another kind is refused", () => {
    for (const tcfProblems of ["", "never", true]) assert.throws(() => view.connect(center, { tcfProblems }), { code: "config_invalid" });
  });
});

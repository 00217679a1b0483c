// The adapters, with stand-ins that do what the public scripts of these CMPs do.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { consentmanager } from "consentkey/cmp/consentmanager";
import { sourcepoint } from "consentkey/cmp/sourcepoint";
import { usercentrics } from "consentkey/cmp/usercentrics";
import { tcString } from "../lib/tc-string.js";
import { Center, openView } from "../lib/tcf-view.js";

const FACTS = { purposes: [1, 2], vendors: [2, 7], disclosed: [2, 7, 9] };
const WHOLE = tcString(FACTS);
const [CORE, VENDORS] = WHOLE.split(".");
const PUBLISHED = tcString({ ...FACTS, publisher: [1] });
const STORED = tcString({ purposes: [1], vendors: [2], disclosed: [2, 7, 9] });

let view, center;
beforeEach(async () => {
  view = await openView();
  center = new Center();
});
afterEach(() => {
  view.connection?.disconnect();
  for (const name of ["UC_UI", "__tcfapi", "_sp_", "__cmp", "document", "addEventListener"]) delete globalThis[name];
});

/** Waits for what was begun. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("usercentrics()", () => {
  const VERSIONS = { 2: () => VENDORS, 3: async () => VENDORS };

  for (const [version, getTCFDisclosedVendorsSegmentString] of Object.entries(VERSIONS)) {
    test(`version ${version}: what the visitor decides is stored with its disclosed vendors, in their place`, async () => {
      globalThis.UC_UI = { getTCFDisclosedVendorsSegmentString };
      for (const [told, stored] of [
        [CORE, WHOLE],
        [[CORE, PUBLISHED.split(".")[2]].join("."), PUBLISHED],
        [WHOLE, WHOLE],
      ]) {
        view.connection?.disconnect();
        view = await openView();
        center = new Center();
        view.connect(center, { ...usercentrics(), tcfProblems: "refuse" });
        view.cmp.shows();
        view.cmp.completes(told);
        await turn();
        await view.connection.flush();
        assert.deepEqual([center.writes.map(({ iabTcString }) => iabTcString), view.errors], [[stored], []]);
      }
    });

    test(`version ${version}: events keep their order`, async () => {
      let answer;
      globalThis.UC_UI = { getTCFDisclosedVendorsSegmentString: version === "3" ? () => new Promise((resolve) => (answer = () => resolve(VENDORS))) : () => VENDORS };
      const heard = [];
      usercentrics().tcfapi("addEventListener", 2, ({ eventStatus }) => heard.push(eventStatus));
      view.cmp.completes(CORE);
      view.cmp.tell("tcloaded", WHOLE);
      view.cmp.shows();
      answer?.();
      await turn();
      assert.deepEqual(heard, ["useractioncomplete", "tcloaded", "cmpuishown"]);
    });

    test(`version ${version}: what is injected comes back as no decision`, async () => {
      center = new Center({ tcString: STORED });
      const injected = [];
      const injectTCString = async (text) => {
        injected.push(text);
        view.cmp.completes(text.split(".")[0]);
        return true;
      };
      globalThis.UC_UI = { getTCFDisclosedVendorsSegmentString, injectTCString };
      view.cmp.shows();
      await view.connect(center, { ...usercentrics() }).status;
      await turn();
      await view.connection.flush();
      assert.deepEqual([injected, center.writes], [[STORED], []]);
    });
  }

  test("a segment that can't be had, or is none, changes nothing", async () => {
    for (const UC_UI of [undefined, {}, ...[() => "", () => { throw new Error("no"); }, () => Promise.reject(new Error("no")), () => 7, () => "YAAA"].map((get) => ({ getTCFDisclosedVendorsSegmentString: get }))]) {
      globalThis.UC_UI = UC_UI;
      view.cmp.last = undefined;
      const heard = [];
      usercentrics().tcfapi("addEventListener", 2, ({ tcString }) => heard.push(tcString));
      view.cmp.completes(CORE);
      await turn();
      assert.deepEqual(heard, [CORE]);
    }
  });

  test("other commands go to the CMP as they are, and the listener can leave", () => {
    const { tcfapi } = usercentrics();
    tcfapi("addEventListener", 2, () => {});
    assert.equal(view.cmp.listeners.size, 1);
    tcfapi("removeEventListener", 2, () => {}, 1);
    assert.equal(view.cmp.listeners.size, 0);
  });

  test("a stub that comes later is found", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    delete globalThis.__tcfapi;
    usercentrics().tcfapi("addEventListener", 2, () => {});
    t.mock.timers.tick(100);
    globalThis.__tcfapi = view.cmp.api;
    t.mock.timers.tick(100);
    assert.equal(view.cmp.listeners.size, 1);
  });

  test("an injection waits until Usercentrics is there", async () => {
    let arrive;
    globalThis.addEventListener = (name, listener) => name === "UC_UI_INITIALIZED" && (arrive = listener);
    const done = usercentrics().inject(STORED);
    const injected = [];
    globalThis.UC_UI = { injectTCString: (text) => injected.push(text) };
    arrive();
    await done;
    assert.deepEqual(injected, [STORED]);
  });
});

describe("sourcepoint()", () => {
  const { fetch } = globalThis;
  let sent;
  beforeEach(() => {
    sent = [];
    globalThis.document = { cookie: "a=b; consentUUID=uuid-1_2; c=d" };
    globalThis.fetch = async (url, { method, headers, body }) => {
      sent.push([method, url, headers["Content-Type"], JSON.parse(body)]);
      return { ok: true, status: 200 };
    };
  });
  afterEach(() => {
    globalThis.fetch = fetch;
  });
  const request = (origin, id) => ["POST", `${origin}/consent/tcfv2/consent/v3/${id}/tcstring?consentUUID=uuid-1_2`, "application/json", { euconsent: STORED }];

  test("merges the string on the servers, and has the script ask them anew", async () => {
    let asked = 0;
    globalThis._sp_ = { config: { propertyId: 4711, isSPA: true }, executeMessaging: () => (asked += 1) };
    localStorage.setItem("_sp_user_consent_4711", "{}");
    await sourcepoint().inject(STORED);
    assert.deepEqual([sent, localStorage.getItem("_sp_user_consent_4711"), asked], [[request("https://cdn.privacy-mgmt.com", 4711)], null, 1]);
  });

  test("takes the property and the address that it is told", async () => {
    globalThis._sp_ = { metricData: { propertyId: 1 }, config: {} };
    await sourcepoint({ propertyId: 12, origin: "https://cmp.publisher.example" }).inject(STORED);
    await sourcepoint().inject(STORED);
    assert.deepEqual(sent, [request("https://cmp.publisher.example", 12), request("https://cdn.privacy-mgmt.com", 1)]);
  });

  test("without a property or a cookie nothing is sent, and a refusal is told without the string", async () => {
    await assert.rejects(sourcepoint().inject(STORED), { code: "config_invalid" });
    globalThis.document = { cookie: "xconsentUUID=1" };
    await assert.rejects(sourcepoint({ propertyId: 1 }).inject(STORED), { code: "config_invalid" });
    assert.deepEqual(sent, []);
    globalThis.document = { cookie: "consentUUID=1" };
    globalThis.fetch = async () => ({ ok: false, status: 403 });
    await assert.rejects(sourcepoint({ propertyId: 1 }).inject(STORED), ({ code, status, message }) => code === "config_invalid" && status === 403 && !message.includes(STORED));
  });
});

describe("consentmanager()", () => {
  test("imports the string by the stub or the CMP, called back or not", async () => {
    for (const answers of [true, false]) {
      const commands = [];
      globalThis.__cmp = (command, parameter, callback) => {
        commands.push([command, parameter]);
        if (answers) callback(true);
      };
      await consentmanager().inject(STORED);
      assert.deepEqual(commands, [["importConsent", STORED]]);
    }
  });

  test("what it tells meanwhile is no decision", async () => {
    center = new Center({ tcString: STORED });
    globalThis.__cmp = (command, parameter, callback) => {
      view.cmp.completes(parameter);
      callback(true);
    };
    view.cmp.shows();
    await view.connect(center, { ...consentmanager() }).status;
    await turn();
    await view.connection.flush();
    assert.deepEqual(center.writes, []);
  });
});

// inspectTcString() beside the IAB's two libraries, on strings of theirs and of our own.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as iabtcf from "@iabtcf/core";
import * as iabtechlab from "@iabtechlabtcf/core";
import { inspectTcString as onServer } from "consentkey/server";
import { inspectTcString } from "consentkey/tcf";
import { chance, some } from "../lib/random.js";
import { encodeBits, fixedBits, tcString } from "../lib/tc-string.js";

const TCF_2_3 = Date.UTC(2026, 1, 28) / 100;

function randomFacts() {
  const created = Math.floor(15_900_000_000 + chance() * 2_400_000_000);
  return {
    created,
    updated: created + Math.floor(chance() * 1_000_000),
    cmpId: Math.floor(2 + chance() * 4000),
    cmpVersion: Math.floor(chance() * 4000),
    language: ["DE", "EN", "FR", "ZA"][Math.floor(chance() * 4)],
    vendorList: Math.floor(chance() * 4000),
    policy: 2 + Math.floor(chance() * 4),
    isServiceSpecific: chance() < 0.7,
    features: some(12, 0.3),
    purposes: some(24, chance()),
    interests: some(24, chance()),
    vendors: some(40, chance()),
    vendorInterests: some(40, chance()),
    encoding: ["bits", "ranges", "singles"][Math.floor(chance() * 3)],
    disclosed: chance() < 0.6 ? some(40, chance()) : null,
    publisher: chance() < 0.4 ? some(24, chance()) : undefined,
  };
}

const seen = ({ policyVersion, created, lastUpdated, cmpId, consentLanguage, isServiceSpecific, purposeConsents }) => ({
  policyVersion: Number(policyVersion),
  created: Number(created),
  lastUpdated: Number(lastUpdated),
  cmpId,
  consentLanguage,
  isServiceSpecific,
  purposeConsents: Array.isArray(purposeConsents) ? purposeConsents : [...purposeConsents].filter(([, isSet]) => isSet).map(([id]) => id),
});

describe("inspectTcString()", () => {
  test("reads what the IAB's libraries read, on thousands of strings", () => {
    for (let round = 0; round < 3000; round += 1) {
      const facts = randomFacts();
      const text = tcString(facts);
      const found = inspectTcString(text);
      for (const { TCString } of [iabtcf, iabtechlab]) assert.deepEqual(seen(found), seen(TCString.decode(text)), text);
      assert.deepEqual(onServer(text), found);
      const segments = ["core", ...(facts.disclosed ? ["disclosedVendors"] : []), ...(facts.publisher ? ["publisherTC"] : [])];
      assert.deepEqual([found.version, found.segments], [2, segments]);
      const problems = [
        !facts.isServiceSpecific && "not_service_specific",
        facts.created >= TCF_2_3 && !facts.disclosed && "disclosed_vendors_missing",
        facts.policy < (facts.created >= TCF_2_3 ? 5 : 4) && "policy_outdated",
      ];
      assert.deepEqual(found.problems, problems.filter(Boolean), text);
    }
  });

  // "Consent string and vendor list formats v2" and the README of @iabtcf/core.
  const EXAMPLES = {
    "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw.YAAAAAAAAAA": [
      "core",
      "disclosedVendors",
      "publisherTC",
    ],
    "COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA.IBAgAAAgAIAwgAgAAAAEAAAACA.QAagAQAgAIAwgA": ["core", "disclosedVendors", "allowedVendors"],
  };
  for (const [text, segments] of Object.entries(EXAMPLES)) {
    test(`reads the IAB's example with ${segments.join(", ")}`, () => {
      const found = inspectTcString(text);
      for (const { TCString } of [iabtcf, iabtechlab]) assert.deepEqual(seen(found), seen(TCString.decode(text)));
      assert.deepEqual(found.segments, segments);
    });
  }

  const made = (created, more) => inspectTcString(tcString({ created, disclosed: null, ...more })).problems;

  test("asks for disclosed vendors from 2026-02-28 on, by the day that a string was made", () => {
    assert.deepEqual([made(TCF_2_3 - 1), made(TCF_2_3)], [[], ["disclosed_vendors_missing"]]);
    assert.deepEqual(made(TCF_2_3, { disclosed: [] }), []);
    assert.deepEqual(made(TCF_2_3 - 1, { updated: TCF_2_3 + 1 }), []);
  });

  test("knows the order of segments, and that there is one of each", () => {
    const [core, disclosed, publisher] = tcString({ disclosed: [1], publisher: [1] }).split(".");
    const allowed = encodeBits(`010${"0".repeat(17)}`);
    for (const [segments, isInOrder] of [
      [[core, disclosed, publisher], true],
      [[core, disclosed], true],
      [[core, disclosed, allowed, publisher], true],
      [[core, publisher, disclosed], false],
      [[core, allowed, disclosed], false],
      [[core, disclosed, disclosed], false],
    ]) {
      assert.deepEqual(inspectTcString(segments.join(".")).problems, isInOrder ? [] : ["segments_out_of_order"]);
    }
  });

  const core = encodeBits(fixedBits());
  const NONE = {
    "nothing": undefined,
    "null": null,
    "a number": 7,
    "an object that turns into one": { toString: () => tcString() },
    "an empty text": "",
    "version 1": `B${core.slice(1)}`,
    "less than the fixed fields": core.slice(0, -1),
    "an empty segment": `${core}..${core}`,
    "padding": `${core}=`,
    "a line break": `${core}\n`,
    "a segment of unknown type": `${core}.4AAA`,
    "a second core segment": `${core}.${core}`,
    "a megabyte of other text": "C ".repeat(500_000),
  };
  for (const [what, text] of Object.entries(NONE)) {
    test(`refuses ${what}`, () => {
      for (const inspect of [inspectTcString, onServer]) assert.throws(() => inspect(text), { code: "tc_string_invalid" });
    });
  }
});

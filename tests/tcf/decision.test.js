// What the IAB's own library makes of a decision, and what this package takes for the same one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GVL, Segment, TCModel, TCString } from "@iabtcf/core";
import { chance, some } from "../lib/random.js";
import { tcString } from "../lib/tc-string.js";
import { Center, openView } from "../lib/tcf-view.js";

const named = (highest, more) => Object.fromEntries(Array.from({ length: highest }, (_, index) => [index + 1, { id: index + 1, name: "", ...more }]));
const all = Array.from({ length: 11 }, (_, index) => index + 1);
const LIST = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 100,
  tcfPolicyVersion: 5,
  lastUpdated: "2026-01-01T00:00:00Z",
  purposes: named(11),
  specialPurposes: named(3),
  features: named(3),
  specialFeatures: named(2),
  stacks: {},
  vendors: named(900, { purposes: all, legIntPurposes: all, flexiblePurposes: [], specialPurposes: [], features: [], specialFeatures: [1, 2] }),
};

const VENDORS = new GVL(LIST);

function randomDecision() {
  const highest = Math.floor(chance() * 900);
  return {
    purposes: some(11, chance()),
    interests: some(11, chance()).filter((id) => ![1, 3, 4, 5, 6].includes(id)),
    features: some(2, 0.5),
    vendors: some(highest, chance()),
    vendorInterests: some(highest, chance()),
    publisher: chance() < 0.5 ? some(11, 0.5) : undefined,
  };
}

function encodedByIab({ purposes, interests, features, vendors, vendorInterests, publisher }) {
  const model = new TCModel(VENDORS);
  Object.assign(model, { cmpId: 40, cmpVersion: 2, isServiceSpecific: true });
  model.purposeConsents.set(purposes);
  model.purposeLegitimateInterests.set(interests);
  model.specialFeatureOptins.set(features);
  model.vendorConsents.set(vendors);
  model.vendorLegitimateInterests.set(vendorInterests);
  model.vendorsDisclosed.set([1, 2, 3]);
  if (publisher) model.publisherConsents.set(publisher);
  const segments = [Segment.CORE, Segment.VENDORS_DISCLOSED, ...(publisher ? [Segment.PUBLISHER_TC] : [])];
  return TCString.encode(model, { version: 2, segments });
}

/** Whether a page to which `stored` was handed takes what the CMP then tells for the user's. */
async function isDecided(stored, told) {
  const center = new Center({ tcString: stored, idconsent: "INVALID" });
  const view = await openView();
  view.cmp.shows();
  await view.connect(center).status;
  view.cmp.completes(told);
  await view.connection.flush();
  view.connection.disconnect();
  assert.equal(view.injected.length, 1);
  return center.writes.length > 0;
}

test("a decision is the same however the IAB's library or another encodes it, and another is another", async () => {
  for (let round = 0; round < 40; round += 1) {
    const decision = randomDecision();
    const encoding = ["bits", "ranges", "singles"][round % 3];
    const ours = tcString({ ...decision, encoding });
    assert.equal(await isDecided(ours, encodedByIab(decision)), false, JSON.stringify(decision));

    const list = ["purposes", "interests", "features", "vendors", "vendorInterests"][round % 5];
    const id = list === "features" ? 2 : 10;
    const changed = decision[list].includes(id) ? decision[list].filter((one) => one !== id) : [...decision[list], id].sort((a, b) => a - b);
    const other = encodedByIab({ ...decision, [list]: changed });
    assert.equal(await isDecided(ours, other), true, `${list} of ${JSON.stringify(decision)}`);
  }
});

import { CmpApi } from "@iabtcf/cmpapi";
import { GVL, Segment, TCModel, TCString } from "@iabtcf/core";
import stub from "@iabtcf/stub";

/** The purposes of the TCF that the Courier asks about. */
export const purposes = [1, 2, 7, 8];

// As TCF 2.3 has them; the IAB's library leaves disclosed vendors out unless they are named.
const segments = [Segment.CORE, Segment.VENDORS_DISCLOSED, Segment.PUBLISHER_TC];

// A real list comes from the IAB and has hundreds of vendors; this paper works with none.
const vendorList = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 1,
  tcfPolicyVersion: 5,
  lastUpdated: "2026-01-01T00:00:00Z",
  purposes: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index + 1, { id: index + 1, name: "" }])),
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  vendors: {},
};

/**
 * The Courier's consent management platform: the IAB's stub and CMP API, which fill `window.__tcfapi`.
 *
 * @returns {{ decide(ids: number[]): void, restore(tcString: string): number[] }} `decide` is what a visitor's click
 *   does, `restore` takes over a TC string and answers its purposes
 */
export function makeCmp() {
  (stub.default ?? stub)();
  const api = new CmpApi(7, 1, true);
  api.update("", true);
  return {
    decide(ids) {
      const model = new TCModel(new GVL(vendorList));
      Object.assign(model, { cmpId: 7, cmpVersion: 1, isServiceSpecific: true });
      model.purposeConsents.set(ids);
      const tcString = TCString.encode(model, { version: 2, segments });
      // Only what ends a dialogue counts as the visitor's own doing.
      api.update(tcString, true);
      api.update(tcString, false);
    },
    restore(tcString) {
      const { purposeConsents } = TCString.decode(tcString);
      api.update(tcString, false);
      return purposes.filter((id) => purposeConsents.has(id));
    },
  };
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { shareLeft, timeLeftText } from "../src/lifetime.js";

test("time left is told in the two largest units that matter", () => {
  assert.equal(timeLeftText(499_000), "8 min 19 s left");
  assert.equal(timeLeftText(60_000), "1 min 0 s left");
  assert.equal(timeLeftText(59_999), "1 min 0 s left");
  assert.equal(timeLeftText(59_000), "59 s left");
  assert.equal(timeLeftText(2 * 3_600_000 + 5 * 60_000 + 9_000), "2 h 5 min left");
});

test("the last part of a second counts as one, nothing left is expired", () => {
  assert.equal(timeLeftText(1), "1 s left");
  assert.equal(timeLeftText(0), "Expired");
  assert.equal(timeLeftText(-5_000), "Expired");
});

test("the share left runs from 1 to 0 and stays within", () => {
  const lifetime = { startedAt: 1_000, expiresAt: 3_000 };
  assert.equal(shareLeft({ ...lifetime, now: 1_000 }), 1);
  assert.equal(shareLeft({ ...lifetime, now: 2_000 }), 0.5);
  assert.equal(shareLeft({ ...lifetime, now: 9_000 }), 0);
  assert.equal(shareLeft({ ...lifetime, now: 0 }), 1);
  assert.equal(shareLeft({ startedAt: 3_000, expiresAt: 3_000, now: 3_000 }), 0);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { shortenToken } from "../src/copy.js";

test("a long token keeps both ends and loses the middle", () => {
  assert.equal(shortenToken(`eyJhbGciOi${"x".repeat(200)}abcdef`), "eyJhbGci…abcdef");
});

test("never more than half of a token is shown", () => {
  for (let length = 1; length <= 64; length += 1) {
    const shown = shortenToken("t".repeat(length)).replace("…", "").length;
    assert.ok(shown <= length / 2, `${shown} of ${length}`);
  }
});

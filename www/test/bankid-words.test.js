import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsFor } from "../src/bankid/words.js";
import * as de from "../src/texts/bankid-de.js";

test("an order that has lapsed is told as one, at SignDoc and at BankID", () => {
  const lapsed = wordsFor({ code: "signdoc_failed", status: 404 });
  assert.deepEqual(wordsFor({ code: "access_denied", errorDescription: "the order has lapsed" }), lapsed);
  assert.notDeepEqual(wordsFor({ code: "signdoc_failed", status: 403 }), lapsed);
  assert.notDeepEqual(wordsFor({ code: "access_denied" }), lapsed);
});

test("whatever comes has words", () => {
  for (const error of [undefined, null, {}, { code: 7 }, { code: "unheard_of" }, { code: "constructor" }, new Error("x")]) {
    const { title, text } = wordsFor(error);
    assert.ok(title && text);
  }
});

test("every language says it in its own words", () => {
  for (const code of Object.keys(de.errorWords)) assert.notDeepEqual(wordsFor({ code }, de), wordsFor({ code }));
});

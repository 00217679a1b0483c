// The function that docs/visitor-texts.md gives away.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { samplesIn } from "../lib/docs/markdown.mjs";
import { at } from "../lib/paths.mjs";

const [sample] = samplesIn(await readFile(at("docs/visitor-texts.md"), "utf8"), "js");
const { visitorText } = await import(`data:text/javascript;charset=utf-8,${encodeURIComponent(sample)}`);
const PAGE = { en: visitorText({ code: "config_invalid" }, "en"), de: visitorText({ code: "config_invalid" }, "de") };

/** What is a mistake in the page, or on its server: nothing that a visitor can mend. */
const MISTAKES = ["config_invalid", "not_initialized", "access_token_invalid", "permission_denied", "tc_string_invalid", "request_invalid", "origin_refused", "not_found", "method_refused", "body_too_large", "type_refused"];
const SILENT = ["access_denied", "popup_closed", "aborted"];

const types = await readFile(at("pkg/src/types/error.d.ts"), "utf8");
const union = types.replace(/^ *\/\/.*$/gm, "").match(/type ConsentKeyErrorCode =([^;]*);/)[1];
const codes = Array.from(union.matchAll(/"(\w+)"/g), ([, code]) => code);

for (const language of ["en", "de"]) {
  test(`every code has a sentence for visitors, or none on purpose: ${language}`, () => {
    assert.ok(codes.length > 30);
    for (const code of codes) {
      const text = visitorText({ code }, language);
      assert.equal(text === "", SILENT.includes(code), code);
      assert.equal(text === PAGE[language], MISTAKES.includes(code), code);
    }
  });

  test(`what else a visitor can do is told by reason and status: ${language}`, () => {
    const told = (error) => visitorText(error, language);
    assert.notEqual(told({ code: "id_token_invalid", reason: "exp" }), told({ code: "id_token_invalid", reason: "aud" }));
    assert.equal(told({ code: "permission_denied", statusCode: "NO_TPID" }), told({ code: "grant_expired" }));
  });
}

test("whatever is no error of the package has a sentence too", () => {
  for (const error of [null, undefined, new TypeError("x"), { code: "toString" }]) assert.equal(visitorText(error, "en"), PAGE.en);
});

test("the languages differ, and any other is English", () => {
  assert.notEqual(PAGE.en, PAGE.de);
  assert.equal(visitorText({ code: "network" }, "fr"), visitorText({ code: "network" }, "en"));
  assert.equal(visitorText({ code: "network" }, "de-AT"), visitorText({ code: "network" }, "de"));
});

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { pickLanguage } from "../src/language.js";
import * as bankidDe from "../src/texts/bankid-de.js";
import * as bankidEn from "../src/texts/bankid-en.js";
import bankidMarkup from "../src/texts/bankid-markup-de.js";
import * as de from "../src/texts/de.js";
import * as en from "../src/texts/en.js";
import markup from "../src/texts/markup-de.js";

const offered = ["en", "de"];

test("the browser's first language that the page has is spoken", () => {
  assert.equal(pickLanguage({ offered, wanted: ["de-DE", "en"] }), "de");
  assert.equal(pickLanguage({ offered, wanted: ["fr", "DE-at", "en-GB"] }), "de");
  assert.equal(pickLanguage({ offered, wanted: ["en-US", "de"] }), "en");
  assert.equal(pickLanguage({ offered, wanted: ["fr", "dea"] }), "en");
  assert.equal(pickLanguage({ offered }), "en");
});

test("what was chosen here comes before what the browser wants, where the page has it", () => {
  assert.equal(pickLanguage({ offered, chosen: "en", wanted: ["de"] }), "en");
  assert.equal(pickLanguage({ offered, chosen: "fr", wanted: ["de"] }), "de");
});

// Every text by its path, and how many values it takes.
function shape(value, path = "") {
  if (typeof value !== "object") return [`${path}: ${typeof value === "function" ? value.length : "text"}`];
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
}

test("both languages have the same texts", () => {
  assert.deepEqual(shape(de).sort(), shape(en).sort());
  assert.deepEqual(shape(bankidDe).sort(), shape(bankidEn).sort());
});

for (const [file, words] of [["index.html", markup], ["bankid.html", bankidMarkup]]) {
  test(`every text of ${file} has German words, and no other has`, async () => {
    const html = await readFile(new URL(`../${file}`, import.meta.url), "utf8");
    const keys = Array.from(html.matchAll(/data-(?:attribute-)?text="([^"]+)"/g), ([, key]) => key);
    assert.deepEqual(Object.keys(words).sort(), [...new Set(keys)].sort());
  });
}

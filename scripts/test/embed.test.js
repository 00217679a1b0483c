import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { test } from "node:test";
import { literalOf } from "../lib/embed.mjs";

/** Each byte before each other one, and what a page's parser looks for. */
const pairs = Array.from({ length: 65536 }, (_, pair) => [pair >> 8, pair & 255]).flat();
const tricky = Buffer.from(`</script></SCRIPT><!--\\x"\\\x000\r\n\${\`}`);
const bytes = Uint8Array.from([...pairs, ...tricky]);

const bytesOf = (text) => Array.from(text, (character) => character.charCodeAt(0));

for (const ascii of [false, true]) {
  const literal = literalOf(bytes, { ascii });

  test(`gives every byte back, ${ascii ? "as ASCII" : "as UTF-8"}`, async () => {
    assert.deepEqual(bytesOf(runInNewContext(`"use strict"; ${literal}`)), Array.from(bytes));
    const module = Buffer.from(`export default ${literal}`).toString("base64");
    const { default: text } = await import(`data:text/javascript;base64,${module}`);
    assert.deepEqual(bytesOf(text), Array.from(bytes));
  });

  test(`is one line that ends no script, ${ascii ? "as ASCII" : "as UTF-8"}`, () => {
    assert.doesNotMatch(literal, /[\0\n\r]|<\/script|<!--/i);
  });
}

test("reads the same in every charset that pages have", () => {
  const file = Buffer.from(literalOf(bytes, { ascii: true }));
  for (const charset of ["utf-8", "windows-1252", "iso-8859-2", "windows-1250", "gbk", "big5", "euc-jp", "iso-2022-jp"]) {
    assert.deepEqual(bytesOf(runInNewContext(new TextDecoder(charset).decode(file))), Array.from(bytes), charset);
  }
});

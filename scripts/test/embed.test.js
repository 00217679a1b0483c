import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { test } from "node:test";
import { literalOf, textOf } from "../lib/embed.mjs";

/** Each character of ASCII before each other one, and what a page's parser looks for. */
const pairs = Array.from({ length: 128 ** 2 }, (_, pair) => String.fromCharCode(pair >> 7, pair & 127)).join("");
const text = `${pairs}</script></SCRIPT><!--\\x"\\\x000\r\n\${\`}`;

const bytes = Uint8Array.from({ length: 65536 * 2 }, (_, place) => (place % 2 ? place >> 1 : place >> 9) & 255);

test("text is ASCII, and no two bytes run into each other", () => {
  const encoded = textOf(bytes);
  assert.match(encoded, /^[\0-\x7f]*$/);
  const single = Array.from({ length: 256 }, (_, byte) => textOf(Uint8Array.of(byte)));
  assert.equal(new Set(single).size, 256);
  for (const [place, one] of single.entries()) {
    for (const other of single.slice(place + 1)) assert.equal(one.startsWith(other) || other.startsWith(one), false);
  }
  assert.equal(encoded, Array.from(bytes, (byte) => single[byte]).join(""));
});

test("a literal gives the text back, in a script and in a module", async () => {
  const literal = literalOf(text);
  assert.equal(runInNewContext(`"use strict"; ${literal}`), text);
  const module = Buffer.from(`export default ${literal}`).toString("base64");
  assert.equal((await import(`data:text/javascript;base64,${module}`)).default, text);
});

test("a literal is one line that ends no script", () => {
  assert.doesNotMatch(literalOf(text) + literalOf(text, { isScript: true }), /[\0\n\r]|<\/script|<!--/i);
});

test("a literal reads the same in every charset that pages have", () => {
  const file = Buffer.from(literalOf(text, { isScript: true }));
  for (const charset of ["utf-8", "windows-1252", "windows-1250", "iso-8859-2", "gbk", "big5", "euc-jp", "iso-2022-jp"]) {
    assert.equal(runInNewContext(new TextDecoder(charset).decode(file)), text, charset);
  }
});

// The tables of docs/conformance.md: every row is complete, and the tests that it names are there.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const DOCUMENT = new URL("../../docs/conformance.md", import.meta.url);
const read = (url) => readFile(url, "utf8");

/** The tables whose last column names tests: their rows, each a list of cells. */
async function tables() {
  const blocks = (await read(DOCUMENT)).match(/(?:^\|.*\n)+/gm);
  const cells = (line) => line.slice(1, line.lastIndexOf("|")).split(/(?<!\\)\|/).map((cell) => cell.trim());
  return blocks
    .map((block) => block.trimEnd().split("\n").map(cells))
    .filter(([head]) => head.at(-1) === "test")
    .map(([head, , ...rows]) => ({ head, rows }));
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * What a file of tests for Node calls its tests and groups, as one pattern each. Where a name is put
 * together, its parts are texts of that same file.
 */
function namesInJavaScript(text, call) {
  const texts = Array.from(text.matchAll(/"((?:[^"\\\n]|\\.)+)"|^ *(\w+): /gm), ([, quoted, key]) => quoted ?? key);
  const anyText = `(?:${[...new Set(texts)].map(escaped).join("|")})`;
  const calls = text.matchAll(new RegExp(`^ *${call}\\(\\s*(?:"((?:[^"\\\\\\n]|\\\\.)*)"|\`([^\`]*)\`|\\w+,)`, "gm"));
  return Array.from(calls, ([, quoted, template]) => {
    if (quoted !== undefined) return escaped(quoted);
    if (template === undefined) return anyText;
    return template.split(/\$\{[^}]*\}/).map(escaped).join(anyText);
  });
}

const isAmong = (names, wanted) => names.some((name) => new RegExp(`^${name}$`).test(wanted));

/** Whether the file at `url` has the test whose groups and name `path` gives. */
async function hasTest(url, path) {
  const text = await read(url);
  if (url.pathname.endsWith(".json")) return JSON.parse(text).cases.some(({ name }) => name === path.join(" › "));
  if (url.pathname.endsWith(".rs")) return new RegExp(`#\\[test\\]\\s+fn ${escaped(path.join(" › "))}\\(`).test(text);
  const groups = namesInJavaScript(text, "describe");
  return isAmong(namesInJavaScript(text, "test"), path.at(-1)) && path.slice(0, -1).every((group) => isAmong(groups, group));
}

test("no cell is empty, and no module stands twice in a table", async () => {
  const found = await tables();
  assert.ok(found.length > 3 && found.every(({ rows }) => rows.length > 2), "finds the tables");
  for (const { head, rows } of found) {
    for (const row of rows) {
      assert.equal(row.length, head.length, row[0]);
      for (const cell of row) assert.match(cell, /\w/, row[0]);
    }
    assert.equal(new Set(rows.map(([module]) => module)).size, rows.length);
  }
});

test("every row names tests that exist", async () => {
  const rows = (await tables()).flatMap((table) => table.rows);
  for (const row of rows) {
    for (const named of row.at(-1).split("<br>")) {
      const [, label, path, names] = named.match(/^\[([^\]]+)\]\(([^)]+)\) › (.+)$/) ?? [];
      assert.ok(names, `${row[0]} names a file and a test: ${named}`);
      assert.equal(label, path.split("/").at(-1), row[0]);
      assert.ok(await hasTest(new URL(path, DOCUMENT), names.replaceAll("\\|", "|").split(" › ")), `${path}: ${names}`);
    }
  }
});

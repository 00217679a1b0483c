import assert from "node:assert/strict";
import { test } from "node:test";
import { tableOf } from "./table.js";

test("a cell that was not run says why, and is not told as one that works", () => {
  const text = tableOf([
    { title: "One", versions: { vite: "8.0.0" } },
    { title: "Two", versions: {}, missing: "no such processor" },
    { title: "Three", versions: { webpack: "5.0.0", "webpack-cli": "5.1.0" }, fault: "failed: network" },
  ]);
  const rows = text.split("\n").filter((line) => /^\| (One|Two|Three)/.test(line));
  assert.deepEqual(rows, [
    "| One | vite 8.0.0 | works |",
    "| Two |  | not run: no such processor |",
    "| Three | webpack 5.0.0, webpack-cli 5.1.0 | fails |",
  ]);
});

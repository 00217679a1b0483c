// What the examples share. `npm run matrix` builds them and goes through them.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

const at = (path) => new URL(`../../../examples/${path}`, import.meta.url);
const read = (path) => readFile(at(path), "utf8");

test("every example has the same consent.js; without modules it takes the package from the page", async () => {
  const wanted = await read("react/src/consent.js");
  for (const path of ["vue/src", "svelte/src", "angular/src", "next/app"]) assert.equal(await read(`${path}/consent.js`), wanted, path);
  const lines = [await read("script/public/consent.js"), wanted].map((text) => text.split("\n"));
  const differing = lines[0].filter((line, index) => line !== lines[1][index]);
  assert.deepEqual(differing, ["const { ConsentKeyError, createNetidClient } = window.consentkey;"]);
});

test("every example has a cell of the matrix, and is listed", async () => {
  const names = (await readdir(at(""), { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const cells = await readdir(new URL("../cells/", import.meta.url));
  const list = await read("README.md");
  for (const name of names) {
    assert.ok(list.includes(`| [${name}](${name}) |`), name);
    // The relays have tests of their own.
    if (name !== "relay") assert.ok(cells.includes(`example-${name}`), name);
  }
});

// What consentkey and other clients do by default with a provider that misbehaves: the table of
// docs/conformance.md.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { versions } from "./clients.js";
import { DOCUMENT, EXPECTED } from "./files.js";
import { withTable } from "./markdown.js";
import { runMatrix } from "./matrix.js";
import { ROWS } from "./rows.js";

const OURS = "consentkey";

describe("with the same provider", () => {
  let matrix, expected;

  before(async () => {
    expected = JSON.parse(await readFile(EXPECTED, "utf8"));
    matrix = await runMatrix();
  });

  describe("consentkey does what is right", () => {
    for (const [id, { group, title, right, code }] of ROWS) {
      test(`${group}. ${title}: ${right}`, () => {
        const { [OURS]: error } = matrix.errors[id];
        assert.equal(matrix.cells[id][OURS], right, error?.code);
        assert.equal(error?.code, code);
      });
    }
  });

  test("the other clients do what the table says", () => {
    for (const id of ROWS.keys()) assert.deepEqual(matrix.cells[id], expected.cells[id], `${id}: ${JSON.stringify(matrix.errors[id])}`);
  });

  test("the table has the rows that are done, and no others", () => {
    assert.deepEqual(Object.keys(expected.cells), [...ROWS.keys()]);
  });

  test("the table names the versions that are installed", async () => {
    assert.deepEqual(expected.versions, await versions());
  });

  test("the document's table is the recorded one", async () => {
    const document = await readFile(DOCUMENT, "utf8");
    assert.equal(withTable(document, expected), document);
  });
});

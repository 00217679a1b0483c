import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkBudgets, excesses, requireBudget, sizeOf, table } from "../lib/size.mjs";
import { Failure } from "../lib/steps.mjs";

const size = (raw, gzip, brotli) => ({ raw, gzip, brotli });

const entries = (budget) => ({
  consentkey: {
    files: { "index.js": size(9000, 3000, 2500), "consentkey.wasm": size(90000, 40000, 33000) },
    total: size(99000, 43000, 35500),
    budget,
  },
});

describe("sizeOf", () => {
  it("measures what travels", async () => {
    const bytes = Buffer.from("consent ".repeat(1000));
    const measured = await sizeOf(bytes);
    assert.equal(measured.raw, 8000);
    assert.ok(measured.gzip < 100 && measured.brotli < measured.gzip, JSON.stringify(measured));
  });
});

describe("the budget", () => {
  it("holds up to its last byte", () => {
    assert.deepEqual(excesses(entries({ brotli: 35500, gzip: 43000 })), []);
    requireBudget(entries({ brotli: 35500 }), "sources");
  });

  it("fails one byte above, naming the entry and the numbers", () => {
    assert.throws(() => requireBudget(entries({ brotli: 35499 }), "sources"), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.message, /consentkey has 35,500 bytes \(brotli\) and may have 35,499/);
      assert.doesNotMatch(error.message, /rust-src/);
      return true;
    });
  });

  it("names the library that makes the core bigger", () => {
    assert.throws(() => requireBudget(entries({ brotli: 1 }), "prebuilt"), /rustup component add rust-src/);
  });

  it("limits nothing that it does not name", () => {
    assert.deepEqual(excesses(entries({})), []);
  });
});

describe("checkBudgets", () => {
  const refused = {
    "is not JSON": "{",
    "no entry of the package": '{"consentkay": {"brotli": 1}}',
    'limits "zip"': '{"consentkey": {"zip": 1}}',
    "other than bytes": '{"consentkey": {"brotli": "40 kB"}}',
  };
  for (const [words, text] of Object.entries(refused)) {
    it(`refuses ${text}`, () => {
      assert.throws(() => checkBudgets(text, ["consentkey"]), (error) => error.message.includes(words));
    });
  }

  it("takes any of the measures", () => {
    const budgets = { consentkey: { raw: 3, gzip: 2, brotli: 1 } };
    assert.deepEqual(checkBudgets(JSON.stringify(budgets), ["consentkey"]), budgets);
  });
});

describe("table", () => {
  it("has a row for each file, the total and the budget", () => {
    const rows = table(entries({ brotli: 40000 })).split("\n");
    assert.deepEqual(rows.map((row) => row.trim().split(/\s+/)), [
      ["consentkey", "raw", "gzip", "brotli"],
      ["index.js", "9,000", "3,000", "2,500"],
      ["consentkey.wasm", "90,000", "40,000", "33,000"],
      ["total", "99,000", "43,000", "35,500"],
      ["budget", "40,000"],
    ]);
    assert.equal(new Set(rows.map((row) => row.length)).size, 1);
  });
});

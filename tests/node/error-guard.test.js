import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as page from "consentkey";
import * as server from "consentkey/server";

const require = createRequire(import.meta.url);
const COPIES = { page, server, "page in CommonJS": require("consentkey"), "server in CommonJS": require("consentkey/server") };

test("every copy of the library knows the errors of every other", () => {
  for (const [name, { isConsentKeyError }] of Object.entries(COPIES)) {
    for (const [other, { ConsentKeyError }] of Object.entries(COPIES)) {
      assert.equal(isConsentKeyError(new ConsentKeyError("network", "")), true, `${name}, ${other}`);
    }
  }
});

test("what only looks like an error of the library is none", () => {
  const alike = Object.assign(new Error("network"), { name: "ConsentKeyError", code: "network" });
  for (const value of [alike, { ...alike }, new TypeError("no"), "network", 0, null, undefined]) {
    assert.equal(page.isConsentKeyError(value), false, String(value));
  }
});

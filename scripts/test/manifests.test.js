import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isAtLeast, lockedVersion, packageField } from "../lib/rust/manifests.mjs";

const LOCK = `version = 4

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
dependencies = [
 "wasm-bindgen-macro",
]
`;

describe("lockedVersion", () => {
  it("reads the version of the very package", () => {
    assert.equal(lockedVersion(LOCK, "wasm-bindgen"), "0.2.130");
    assert.equal(lockedVersion(LOCK, "wasm-bindgen-macro"), "0.2.1");
  });

  it("answers null for a package that isn't there", () => {
    assert.equal(lockedVersion(LOCK, "wasm"), null);
  });
});

describe("packageField", () => {
  const manifest = '[package]\nname = "core"\nrust-version = "1.95"\n\n[dependencies]\nedition = "2"\n';

  it("reads a field of the package", () => {
    assert.equal(packageField(manifest, "rust-version"), "1.95");
  });

  it("does not read on into other tables", () => {
    assert.equal(packageField(manifest, "edition"), null);
  });
});

describe("isAtLeast", () => {
  const cases = [
    ["1.95.0", "1.95", true],
    ["1.96.0", "1.95", true],
    ["1.94.1", "1.95", false],
    ["2.0.0", "1.95", true],
    ["1.100.0", "1.95", true],
    ["1.95.0", "1.95.1", false],
    ["1.97.0-nightly", "1.95", true],
  ];
  for (const [version, minimum, expected] of cases) {
    it(`${version} is ${expected ? "" : "not "}enough for ${minimum}`, () => {
      assert.equal(isAtLeast(version, minimum), expected);
    });
  }
});

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { isInstalled, missingPackage } from "../lib/node-dependencies.mjs";

const vite = { version: "8.0.0", integrity: "sha512-a" };
const forMac = { version: "1.0.0", integrity: "sha512-b", optional: true };
const demo = { resolved: "www", link: true };

const lock = {
  packages: {
    "": { name: "workspace" },
    www: { name: "demo" },
    "node_modules/demo": demo,
    "node_modules/vite": vite,
    "node_modules/mac": forMac,
  },
};

const installed = (changes = {}) => ({
  packages: { www: { name: "demo" }, "node_modules/demo": demo, "node_modules/vite": vite, ...changes },
});

describe("isInstalled", () => {
  it("recognises what the lock file names, without other platforms' packages", () => {
    assert.equal(isInstalled(lock, installed()), true);
  });

  it("is false where nothing is installed", () => {
    assert.equal(isInstalled(lock, null), false);
  });

  it("is false where a package has another version", () => {
    assert.equal(isInstalled(lock, installed({ "node_modules/vite": { ...vite, integrity: "sha512-c" } })), false);
  });

  it("is false where a package is missing", () => {
    assert.equal(isInstalled(lock, { packages: { "node_modules/demo": demo } }), false);
  });

  it("is false where a package is no longer wanted", () => {
    assert.equal(isInstalled(lock, installed({ "node_modules/old": { version: "1.0.0" } })), false);
  });
});

describe("missingPackage", () => {
  it("finds a package that was deleted after npm had installed it", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "consentkey-"));
    t.after(() => rm(folder, { recursive: true }));
    const paths = Object.keys(installed().packages);
    for (const path of paths) {
      await mkdir(join(folder, path), { recursive: true });
      await writeFile(join(folder, path, "package.json"), "{}");
    }
    assert.equal(missingPackage(installed(), folder), undefined);
    await rm(join(folder, "node_modules/vite"), { recursive: true });
    assert.equal(missingPackage(installed(), folder), "node_modules/vite");
  });
});

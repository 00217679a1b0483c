import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { describe, it } from "node:test";
import { findBrowser } from "../lib/browser.mjs";

const only = (...paths) => (path) => paths.includes(path);

describe("findBrowser", () => {
  it("takes the one that CHROMIUM_PATH names before any other", () => {
    const env = { CHROMIUM_PATH: "/opt/chrome", PATH: "/bin" };
    assert.equal(findBrowser(env, only("/opt/chrome", "/bin/chromium")), "/opt/chrome");
  });

  it("says so where CHROMIUM_PATH names none", () => {
    assert.throws(() => findBrowser({ CHROMIUM_PATH: "/nowhere" }, only()), /CHROMIUM_PATH names \/nowhere/);
  });

  it("looks along the PATH, for Chromium before Chrome", () => {
    const env = { PATH: ["/a", "/b"].join(delimiter) };
    assert.equal(findBrowser(env, only("/a/google-chrome", "/b/chromium")), "/b/chromium");
  });

  it("looks where installers put it", () => {
    assert.equal(findBrowser({}, only("/usr/bin/chromium")), "/usr/bin/chromium");
  });

  it("answers null where there is none", () => {
    assert.equal(findBrowser({}, only()), null);
  });
});

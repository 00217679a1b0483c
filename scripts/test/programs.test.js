import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { describe, it } from "node:test";
import { CHROMIUM, FIREFOX, findProgram, REDIS, WEBKIT } from "../lib/programs.mjs";
import { needsOf } from "../lib/tests.mjs";

const only = (...paths) => (path) => paths.includes(path);

describe("findProgram", () => {
  it("takes the one that the variable names before any other", () => {
    const env = { CHROMIUM_PATH: "/opt/chrome", PATH: "/bin" };
    assert.equal(findProgram(CHROMIUM, env, only("/opt/chrome", "/bin/chromium")), "/opt/chrome");
  });

  it("says so where the variable names none", () => {
    assert.throws(() => findProgram(CHROMIUM, { CHROMIUM_PATH: "/nowhere" }, only()), /CHROMIUM_PATH names \/nowhere/);
  });

  it("looks along the PATH, for the better names first", () => {
    const env = { PATH: ["/a", "/b"].join(delimiter) };
    assert.equal(findProgram(CHROMIUM, env, only("/a/google-chrome", "/b/chromium")), "/b/chromium");
  });

  it("looks where installers put it", () => {
    assert.equal(findProgram(CHROMIUM, {}, only("/usr/bin/chromium")), "/usr/bin/chromium");
  });

  it("answers null where there is none", () => {
    assert.equal(findProgram(CHROMIUM, {}, only()), null);
  });

  it("answers null where a companion is missing", () => {
    const env = { PATH: "/bin" };
    const all = ["/bin/WebKitWebDriver", "/bin/xvfb-run", "/bin/dbus-run-session"];
    assert.equal(findProgram(WEBKIT, env, only(...all)), "/bin/WebKitWebDriver");
    for (const missing of all) assert.equal(findProgram(WEBKIT, env, only(...all.filter((path) => path !== missing))), null);
  });
});

describe("needsOf", () => {
  for (const [file, programs, demo = false] of [
    ["tests/node/flows.test.js", []],
    ["tests/browser/popup.test.js", [CHROMIUM]],
    ["tests/browser/demo.test.js", [CHROMIUM], true],
    ["tests/engines/chromium.test.js", [CHROMIUM]],
    ["tests/engines/firefox.test.js", [FIREFOX]],
    ["tests/engines/webkit.test.js", [WEBKIT]],
    ["tests/matrix/fast.test.js", [CHROMIUM]],
    ["tests/node/token-store.test.js", [REDIS]],
    ["tests/no-such.test.js", []],
  ]) {
    it(`${file} needs ${programs.map(({ title }) => title).join() || "no program"}${demo ? " and the demo" : ""}`, async () => {
      assert.deepEqual(await needsOf([file]), { programs, demo });
    });
  }

  it("several files need what any of them does, once", async () => {
    const files = ["tests/engines/webkit.test.js", "tests/browser/popup.test.js", "tests/engines/chromium.test.js"];
    assert.deepEqual(await needsOf(files), { programs: [CHROMIUM, WEBKIT], demo: false });
  });
});

import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { describe, it } from "node:test";
import { NO_INSTALL, prefixFor } from "../lib/apt.mjs";
import { CHROMIUM, FIDES, FIREFOX, findProgram, planFor, REDIS, WEBKIT } from "../lib/programs.mjs";
import { needsOf, withoutPrograms } from "../lib/tests.mjs";
import { requireHash } from "../lib/wheel.mjs";

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

describe("prefixFor", () => {
  const facts = { hasApt: true, isRoot: false, canSudo: false, env: {} };

  it("installs as root, or with a sudo that asks nothing", () => {
    assert.deepEqual(prefixFor({ ...facts, isRoot: true }), []);
    assert.deepEqual(prefixFor({ ...facts, canSudo: true }), ["sudo", "-n"]);
  });

  it("installs nothing without either, without apt-get, and where it is told not to", () => {
    assert.equal(prefixFor(facts), null);
    assert.equal(prefixFor({ ...facts, hasApt: false, isRoot: true }), null);
    assert.equal(prefixFor({ ...facts, isRoot: true, canSudo: true, env: { [NO_INSTALL]: "1" } }), null);
  });
});

describe("planFor", () => {
  const programs = [CHROMIUM, FIREFOX, REDIS];

  it("says nothing where all is there", () => {
    assert.deepEqual(planFor(programs, { isThere: () => true, apt: null }), { install: [], sentence: null });
  });

  it("says in one line what it is going to install, and how to do without", () => {
    const { install, sentence } = planFor(programs, { isThere: (program) => program === CHROMIUM, apt: [] });
    assert.deepEqual(install, [FIREFOX, REDIS]);
    assert.equal(sentence.includes("\n"), false);
    for (const word of ["firefox-esr", "redis-server", "FIREFOX_PATH", "REDIS_PATH", NO_INSTALL]) assert.ok(sentence.includes(word), word);
    assert.equal(sentence.includes("CHROMIUM_PATH"), false);
  });

  it("installs nothing where it can't, and says what to do", () => {
    const { install, sentence } = planFor(programs, { isThere: (program) => program === REDIS, apt: null });
    assert.deepEqual(install, []);
    for (const word of ["Chromium and Firefox", "apt-get install chromium firefox-esr", "CHROMIUM_PATH and FIREFOX_PATH"]) assert.ok(sentence.includes(word), word);
  });
});

describe("what pip brings", () => {
  const isThere = () => false;

  it("comes where pip is there, without apt-get", () => {
    const { install, sentence } = planFor([CHROMIUM, FIDES], { isThere, apt: null, pip: true });
    assert.deepEqual(install, [FIDES]);
    for (const word of ["Missing: Chromium,", "pip is going to download ethyca-fides==", "FIDES_PATH can name"]) assert.ok(sentence.includes(word), word);
    assert.equal(sentence.includes("apt-get is going"), false);
  });

  it("comes where apt-get can bring pip first", () => {
    const { install, sentence } = planFor([FIDES], { isThere, apt: [] });
    assert.deepEqual(install, [FIDES]);
    assert.ok(sentence.startsWith("apt-get is going to install python3-pip and pip is going to download ethyca-fides=="));
  });

  it("stays away where there is neither", () => {
    const { install, sentence } = planFor([CHROMIUM, FIDES], { isThere, apt: null });
    assert.deepEqual(install, []);
    for (const word of ["Missing: Chromium and Fides,", "`apt-get install chromium`", "python3-pip", "download ethyca-fides==", "CHROMIUM_PATH and FIDES_PATH"]) assert.ok(sentence.includes(word), word);
  });

  it("is the file that is known, or nothing", () => {
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert.doesNotThrow(() => requireHash("abc", sha256, "Not to be had."));
    assert.throws(() => requireHash("abd", sha256, "Not to be had."), { message: "Not to be had." });
  });
});

describe("withoutPrograms", () => {
  it("leaves out the tests that need what isn't there, and no others", async () => {
    const files = ["tests/node/flows.test.js", "tests/browser/popup.test.js", "tests/engines/firefox.test.js"];
    const { possible, left } = await withoutPrograms(files, [CHROMIUM]);
    assert.deepEqual(possible, ["tests/node/flows.test.js", "tests/engines/firefox.test.js"]);
    assert.deepEqual(left, ["tests/browser/popup.test.js"]);
    assert.deepEqual(await withoutPrograms(files, []), { possible: files, left: [] });
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
    ["tests/engines/firefox-fides.test.js", [FIREFOX, FIDES]],
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

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { readCargoDeny, readNpmAudit } from "../lib/release/advisories.mjs";
import { CHECKS, verdict } from "../lib/release/checks.mjs";
import { fileProblems } from "../lib/release/files.mjs";
import { allowedForCrates, crateLicenseProblems, dependenciesOf, npmLicenseProblems } from "../lib/release/licenses.mjs";
import { manifestProblems } from "../lib/release/manifests.mjs";
import { differences } from "../lib/release/same-bytes.mjs";
import { billOf, sbomProblems } from "../lib/release/sbom.mjs";
import { PUBLISHED, changelogProblems, namedVersions, versionProblems } from "../lib/release/versions.mjs";
import { at } from "../lib/paths.mjs";

const json = async (path) => JSON.parse(await readFile(at(path), "utf8"));

describe("the version", () => {
  it("is one, in manifests, lock files and crates", async () => {
    const places = await namedVersions();
    assert.deepEqual(versionProblems(places), []);
    assert.ok(Object.keys(places).length > 21);
    for (const place of Object.keys(places).filter((place) => place !== "pkg/package.json")) {
      const [problem, ...more] = versionProblems({ ...places, [place]: "9.9.9" });
      assert.ok(problem.startsWith(place), place);
      assert.deepEqual(more, []);
    }
  });

  it("is that of the tag", () => {
    assert.deepEqual(versionProblems({ "pkg/package.json": "1.2.0" }, "v1.2.0"), []);
    assert.equal(versionProblems({ "pkg/package.json": "1.2.0" }, "v1.2.1").length, 1);
  });
});

describe("the changelog", () => {
  const entry = "# Changelog\n\n## [1.2.0] - 2026-01-31\n\n- Something.\n\n## [1.1.0] - 2025-12-24\n";

  it("has an entry for the version of today", async () => {
    const { version } = await json("pkg/package.json");
    assert.deepEqual(changelogProblems(await readFile(at("CHANGELOG.md"), "utf8"), version), []);
  });

  it("needs an entry, something in it, and with a tag its date", () => {
    assert.deepEqual(changelogProblems(entry, "1.2.0", "v1.2.0"), []);
    assert.equal(changelogProblems(entry, "1.3.0").length, 1);
    assert.equal(changelogProblems(entry, "1.1.0").length, 1);
    const undated = entry.replace("2026-01-31", "unreleased");
    assert.deepEqual(changelogProblems(undated, "1.2.0"), []);
    assert.equal(changelogProblems(undated, "1.2.0", "v1.2.0").length, 1);
  });
});

describe("a manifest", () => {
  for (const folder of PUBLISHED) {
    it(`of ${folder} says all that npm shows, and no field can go`, async () => {
      const manifest = await json(`${folder}/package.json`);
      assert.deepEqual(manifestProblems(folder, manifest), []);
      for (const field of ["homepage", "bugs", "repository", "license", "publishConfig", "description", "engines", "files", "keywords"]) {
        assert.equal(manifestProblems(folder, { ...manifest, [field]: undefined }).length, 1, field);
      }
      assert.equal(manifestProblems(folder, { ...manifest, private: true }).length, 1);
    });
  }
});

describe("the files", () => {
  it("are those of the list, no more and no fewer", () => {
    assert.deepEqual(fileProblems("a", ["x", "y"], ["x", "y"]), []);
    assert.match(fileProblems("a", ["x", ".env"], ["x"]).join(), /has \.env/);
    assert.match(fileProblems("a", ["x"], ["x", "y"]).join(), /lacks y/);
  });

  it("have the same bytes in both builds", () => {
    assert.deepEqual(differences("pkg", { x: "1", y: "2" }, { x: "1", y: "2" }), []);
    assert.equal(differences("pkg", { x: "1", y: "2" }, { x: "1", y: "3", z: "4" }).length, 2);
  });
});

describe("licenses", () => {
  const notices = (...names) => names.map((name) => `${"-".repeat(80)}\n${name} (MIT)\n`).join("\n");

  it("of crates are among those of deny.toml, in every way to write a choice", async () => {
    const allowed = await allowedForCrates();
    for (const license of ["MIT", "Apache-2.0 OR MIT", "MIT/Apache-2.0", "GPL-3.0-only OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"]) {
      assert.deepEqual(crateLicenseProblems([{ name: "a", version: "1.0.0", license }], allowed, notices("a 1.0.0")), [], license);
    }
    for (const license of ["GPL-3.0-only", "MIT AND GPL-3.0-only", "see the file", null]) {
      assert.equal(crateLicenseProblems([{ name: "a", version: "1.0.0", license }], allowed, notices("a 1.0.0")).length, 1, license);
    }
  });

  it("of crates come along with their texts", () => {
    const crate = { name: "a", version: "1.0.1", license: "MIT" };
    assert.equal(crateLicenseProblems([crate], ["MIT"], notices("a 1.0.0")).length, 1);
  });

  const lock = (license) => ({
    packages: {
      sandbox: { dependencies: { a: "^1" } },
      "node_modules/a": { license: "MIT", dependencies: { b: "^2" } },
      "node_modules/a/node_modules/b": { license, dependencies: { c: "^1" } },
      "node_modules/b": { license: "GPL-3.0-only" },
      "node_modules/c": { license: "ISC", dependencies: { a: "^1" } },
    },
  });

  it("of npm's packages are looked at as deep as they go", () => {
    assert.deepEqual(dependenciesOf(lock("MIT"), "sandbox"), ["node_modules/a", "node_modules/a/node_modules/b", "node_modules/c"]);
    assert.deepEqual(npmLicenseProblems(lock("MIT"), ["sandbox"]), []);
    assert.match(npmLicenseProblems(lock("GPL-3.0-only"), ["sandbox"]).join(), /node_modules\/a\/node_modules\/b/);
    assert.equal(npmLicenseProblems(lock(undefined), ["sandbox"]).length, 1);
  });
});

describe("a bill of materials", () => {
  const part = (name, version) => ({ "bom-ref": `${name}@${version}`, name, version, purl: `pkg:npm/${name}@${version}`, licenses: [{ expression: "MIT" }] });
  const repository = {
    metadata: { component: part("workspace", "1.0.0") },
    components: [{ ...part("sandbox", "1.0.0"), name: "folder" }, part("a", "1.0.0"), part("tests", "1.0.0")],
    dependencies: [
      { ref: "workspace@1.0.0", dependsOn: ["tests@1.0.0"] },
      { ref: "sandbox@1.0.0", dependsOn: ["a@1.0.0"] },
      { ref: "a@1.0.0", dependsOn: [] },
      { ref: "tests@1.0.0", dependsOn: ["a@1.0.0"] },
    ],
  };
  const bill = billOf("sandbox", repository, [part("crate", "2.0.0")]);

  it("is about the package, with what it needs and nothing else", () => {
    assert.equal(bill.metadata.component.name, "sandbox");
    assert.deepEqual(bill.components.map(({ name }) => name), ["a", "crate"]);
    assert.deepEqual(bill.dependencies[0], { ref: "sandbox@1.0.0", dependsOn: ["a@1.0.0", "crate@2.0.0"] });
  });

  it("has every part, whole", () => {
    assert.deepEqual(sbomProblems("sandbox", bill, ["pkg:npm/a@1.0.0"]), []);
    assert.equal(sbomProblems("sandbox", bill, ["pkg:npm/z@1.0.0"]).length, 1);
    assert.equal(sbomProblems("sandbox", { ...bill, components: [part("a", "1.0.0"), { ...part("crate", "2.0.0"), licenses: [] }] }, []).length, 1);
    assert.ok(sbomProblems("sandbox", { ...bill, components: [] }, []).length > 0);
  });
});

describe("advisories", () => {
  it("of npm: found, none, and no answer are three things", () => {
    const report = (vulnerabilities) => JSON.stringify({ vulnerabilities, metadata: {} });
    assert.deepEqual(readNpmAudit(report({})), { problems: [] });
    assert.equal(readNpmAudit(report({ a: { name: "a", severity: "high", range: "<1" } })).problems.length, 1);
    for (const answer of ["", "<html>", JSON.stringify({ message: "405 Method Not Allowed", error: { summary: "" } })]) {
      assert.ok(readNpmAudit(answer).unchecked, answer);
    }
  });

  it("of crates: found, none, and no answer are three things", () => {
    const line = (type, fields) => JSON.stringify({ type, fields });
    const summary = line("summary", { advisories: { errors: 0 } });
    const found = line("diagnostic", { severity: "error", code: "vulnerability", message: "Overflow", graphs: [{ Krate: { name: "a", version: "1.0.0" } }] });
    const warning = line("diagnostic", { severity: "warning", code: "unmaintained", message: "Old" });
    assert.deepEqual(readCargoDeny(`${warning}\n${summary}`, ["advisories"]), { problems: [] });
    assert.match(readCargoDeny(`${found}\n${summary}`, ["advisories"]).problems.join(), /a 1\.0\.0: Overflow/);
    const broken = line("log", { level: "ERROR", message: "failed to fetch advisory database\nmore" });
    for (const output of ["", "error: no such command", broken, line("summary", { bans: {} })]) {
      assert.ok(readCargoDeny(output, ["advisories"]).unchecked, output);
    }
  });
});

describe("the standard library", () => {
  it("is built from its sources", async () => {
    const check = CHECKS["The standard library, from its sources"];
    assert.deepEqual((await check({ way: { std: "sources" } })).problems, []);
    assert.equal((await check({ way: { std: "prebuilt" } })).problems.length, 1);
  });
});

describe("the verdict", () => {
  const right = { title: "a", problems: [] };
  const wrong = { title: "b", problems: ["no"] };
  const open = { title: "c", problems: [], unchecked: "no network" };

  it("is good where everything was checked and right", () => {
    assert.equal(verdict([right]).failure, false);
    assert.equal(verdict([right, wrong]).failure, true);
  });

  it("is not good where something was not checked, unless that was asked for; and says so then", () => {
    assert.equal(verdict([right, open]).failure, true);
    const { failure, sentence } = verdict([right, open], { offline: true });
    assert.equal(failure, false);
    assert.match(sentence, /Not checked: c\./);
    assert.equal(verdict([wrong, open], { offline: true }).failure, true);
  });
});

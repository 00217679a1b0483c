import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { advice, chooseWay, lldPackage, nativeToolchain } from "../lib/rust/ways.mjs";

const toolchain = (facts) => ({
  cargo: "cargo",
  rustc: "rustc",
  version: "1.95.0",
  sysroot: "/home/dev/.rustup/toolchains/stable",
  linker: true,
  sources: false,
  prebuilt: false,
  ...facts,
});

const debian = (facts) => toolchain({ rustc: "/usr/bin/rustc", sysroot: "/usr", version: "1.96.0", ...facts });

const machine = (facts) => ({ minimum: "1.95", toolchains: [], rustup: null, apt: null, ...facts });

const rustup = (facts) => machine({ toolchains: [toolchain()], rustup: "/home/dev/.rustup", ...facts });

describe("chooseWay", () => {
  it("takes the first toolchain that has its library sources", () => {
    const first = toolchain({ sources: true });
    const facts = rustup({ toolchains: [first, debian({ sources: true })] });
    assert.deepEqual(chooseWay(facts), { toolchain: first, std: "sources" });
  });

  it("prefers Debian's sources to installing rustup's", () => {
    const second = debian({ sources: true });
    assert.deepEqual(chooseWay(rustup({ toolchains: [toolchain(), second] })), { toolchain: second, std: "sources" });
  });

  it("prefers sources to a bigger core from a ready-made library", () => {
    const second = debian({ sources: true });
    const facts = rustup({ toolchains: [toolchain({ prebuilt: true }), second] });
    assert.deepEqual(chooseWay(facts), { toolchain: second, std: "sources" });
  });

  it("asks rustup, then apt, then for what is there, then for rustup's target", () => {
    const facts = rustup({ apt: [] });
    assert.deepEqual(chooseWay(facts), { install: "sources" });
    assert.deepEqual(chooseWay(facts, ["sources"]), { install: "debian" });
    assert.deepEqual(chooseWay(facts, ["sources", "debian"]), { install: "target" });
    assert.equal(chooseWay(facts, ["sources", "debian", "target"]), null);

    const prebuilt = toolchain({ prebuilt: true });
    const withTarget = rustup({ apt: [], toolchains: [prebuilt] });
    assert.deepEqual(chooseWay(withTarget, ["sources", "debian"]), { toolchain: prebuilt, std: "prebuilt" });
  });

  it("takes a ready-made library where nothing can be installed", () => {
    const prebuilt = toolchain({ prebuilt: true });
    assert.deepEqual(chooseWay(machine({ toolchains: [prebuilt] })), { toolchain: prebuilt, std: "prebuilt" });
  });

  it("installs Debian's packages where there is no Rust at all", () => {
    assert.deepEqual(chooseWay(machine({ apt: ["sudo", "-n"] })), { install: "debian" });
  });

  it("has no use for a toolchain without a linker", () => {
    assert.equal(chooseWay(machine({ toolchains: [debian({ sources: true, linker: false })] })), null);
  });

  it("has no use for a toolchain that is too old, nor for a component of it", () => {
    const old = toolchain({ version: "1.94.0", sources: true, prebuilt: true });
    assert.equal(chooseWay(rustup({ toolchains: [old] })), null);
  });
});

describe("chooseWay with a Rust that is not rustup's", () => {
  it("adds no component to it", () => {
    assert.equal(chooseWay(rustup({ toolchains: [debian()] })), null);
  });
});

describe("nativeToolchain", () => {
  it("is the first that is new enough", () => {
    const facts = rustup({ toolchains: [toolchain({ version: "1.80.0" }), debian()] });
    assert.equal(nativeToolchain(facts).rustc, "/usr/bin/rustc");
    assert.equal(nativeToolchain(machine()), null);
  });
});

describe("advice", () => {
  const cases = {
    "rustup component add rust-src": rustup(),
    "rustup update stable": rustup({ toolchains: [toolchain({ version: "1.80.0" })] }),
    "rustup default stable": rustup({ toolchains: [] }),
    "https://rustup.rs": machine(),
  };
  for (const [words, facts] of Object.entries(cases)) {
    it(`says ${words}`, () => assert.ok(advice(facts).includes(words)));
  }
});

describe("lldPackage", () => {
  it("reads the package of the linker off the link", () => {
    assert.equal(lldPackage("lld-22"), "lld-22");
    assert.equal(lldPackage("/usr/lib/llvm-19/bin/lld"), "lld-19");
  });

  it("answers null for a link that names none", () => {
    assert.equal(lldPackage(""), null);
  });
});

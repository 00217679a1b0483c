// What the build promises of pkg/dist.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { describe, it } from "node:test";
import { CORES } from "../lib/cores.mjs";
import { at, root } from "../lib/paths.mjs";

const dist = (await readdir(at("pkg/dist"))).map((name) => `pkg/dist/${name}`);

describe("the package", () => {
  for (const path of dist) {
    it(`${path} does not tell where it was built`, async () => {
      const text = await readFile(at(path), "latin1");
      const places = [root, homedir(), "/rustlib/", ".cargo/registry"].filter((place) => text.includes(place));
      assert.deepEqual(places, []);
    });
  }

  for (const { runsIn, wasm } of CORES) {
    it(`numbers what the core for ${runsIn} and its glue share`, async () => {
      const core = new WebAssembly.Module(await readFile(at(wasm)));
      for (const { module, name } of WebAssembly.Module.imports(core)) {
        assert.equal(module, "./consentkey_bg.js");
        assert.match(name, /^\$\d+$/);
      }
      const named = WebAssembly.Module.exports(core).map(({ name }) => name).filter((name) => !/^\$\d+$/.test(name));
      assert.deepEqual(named.sort(), ["__wbindgen_start", "memory"]);
    });

    it(`carries no names and no notes of the tools in the core for ${runsIn}`, async () => {
      const core = new WebAssembly.Module(await readFile(at(wasm)));
      for (const section of ["name", "producers", "target_features"]) {
        assert.deepEqual(WebAssembly.Module.customSections(core, section), []);
      }
    });
  }
});

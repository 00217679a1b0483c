import assert from "node:assert/strict";
import { test } from "node:test";
import { linked } from "../lib/notices.mjs";

const one = (name, kind = "lib") => ({ id: `${name}@1`, name, targets: [{ kind: [kind] }] });
const dep = (name, ...kinds) => ({ pkg: `${name}@1`, dep_kinds: kinds.map((kind) => ({ kind })) });

test("what is linked is what is depended on, but for macros, tests and build scripts", () => {
  const deps = {
    core: [dep("b", null), dep("macro", null), dep("tests", "dev"), dep("script", "build")],
    b: [dep("a", "dev", null), dep("b", null)],
    a: [],
    macro: [dep("c", null)],
    tests: [],
    script: [],
    c: [],
  };
  const packages = Object.keys(deps).map((name) => one(name, name === "macro" ? "proc-macro" : "lib"));
  const nodes = Object.entries(deps).map(([name, list]) => ({ id: `${name}@1`, deps: list }));
  const found = linked({ packages, resolve: { root: "core@1", nodes } });
  assert.deepEqual(found.map(({ name }) => name), ["a", "b"]);
});

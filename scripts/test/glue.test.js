import assert from "node:assert/strict";
import { test } from "node:test";
import { asFunction } from "../lib/glue.mjs";
import { Failure } from "../lib/steps.mjs";

const MODULE = `import { Failure } from '../src/failure.js';

export class Counter {
    count() { return wasm.count(); }
}
export function $0() { throw new Failure(); }
let wasm;
export function __wbg_set_wasm(val) {
    wasm = val;
}
`;

const moduleOf = (text) => import(`data:text/javascript,${encodeURIComponent(text)}`);

test("glue serves several instances side by side", async () => {
  const { createGlue } = await moduleOf(asFunction(MODULE).replace(/^import .*\n/m, ""));
  const [one, two] = [1, 2].map((count) => {
    const glue = createGlue(undefined, globalThis);
    glue.__wbg_set_wasm({ count: () => count });
    return glue;
  });
  assert.deepEqual([new one.Counter().count(), new two.Counter().count()], [1, 2]);
  assert.deepEqual(Object.keys(one), ["Counter", "$0", "__wbg_set_wasm"]);
});

test("imports stay in front", () => {
  assert.equal(asFunction(MODULE).split("\n")[0], "import { Failure } from '../src/failure.js';");
});

test("glue of another shape is refused", () => {
  for (const module of ["", `${MODULE}export const more = 1;\n`, `${MODULE}export { wasm };\n`]) {
    assert.throws(() => asFunction(module), Failure);
  }
});

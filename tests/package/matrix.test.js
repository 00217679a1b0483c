// The cells of the matrix that need no tool, or a fast one. `npm run matrix` runs all.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import "../lib/chromium.js";
import { Project, pack } from "../matrix/lib/project.js";

let tarball;
before(async () => {
  tarball = await pack();
});

for (const name of ["module-script", "global-script", "node-esm", "node-require", "esbuild-iife"]) {
  test(`the packed package works in ${name}`, async () => {
    const { run } = await import(`../matrix/cells/${name}/cell.mjs`);
    const project = new Project(name, tarball, `test-${name}`);
    await project.install();
    assert.equal(await run(project), undefined);
  });
}

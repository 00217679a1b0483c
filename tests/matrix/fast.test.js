// The cells that take no tool but the repository's own, in `npm test`. `npm run matrix` runs these and all others.
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuildEsm from "./cells/esbuild-esm/cell.mjs";
import * as moduleScript from "./cells/module-script/cell.mjs";
import * as nodeEsm from "./cells/node-esm/cell.mjs";
import * as nodeRequire from "./cells/node-require/cell.mjs";
import * as vite8 from "./cells/vite-8/cell.mjs";
import { Project, pack, sourcesOfCell } from "./lib/project.js";

const CELLS = { "esbuild-esm": esbuildEsm, "module-script": moduleScript, "node-esm": nodeEsm, "node-require": nodeRequire, "vite-8": vite8 };
const TOOLS = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));

const tarball = await pack();
for (const [name, cell] of Object.entries(CELLS)) {
  test(`the packed package works with ${cell.title}`, async () => {
    const project = new Project(`fast-${name}`, sourcesOfCell(name, cell), tarball, { tools: TOOLS });
    await project.install();
    await cell.run(project);
  });
}

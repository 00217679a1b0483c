// The hand-written types against a strict compiler and against what the package exports.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { BUNDLER, STRICT, compile, compileTexts } from "./types/compile.js";

for (const [name, options] of [
  ["bundlers resolve", BUNDLER],
  ["Node 16 resolves", ["--module", "node16"]],
  ["today's Node resolves", ["--module", "nodenext"]],
]) {
  test(`every export compiles and no misuse does, as ${name} modules`, async () => {
    assert.equal(await compile(["test/types/usage.ts", "test/types/misuse.ts"], [...STRICT, ...options]), "");
  });
}

/** Compiles a claim that the types export these values and no others. */
function compileExports(names) {
  const all = JSON.stringify(Object.fromEntries(names.map((name) => [name, true])));
  const text = `import * as api from "consentkey";\nexport const all: Record<keyof typeof api, true> = ${all};\n`;
  return compileTexts([text], [...STRICT, ...BUNDLER]);
}

for (const entry of ["index.js", "index.node.js"]) {
  test(`the types export what dist/${entry} does`, async () => {
    const names = Object.keys(await import(`../dist/${entry}`));
    assert.equal(await compileExports(names), "");
    assert.match(await compileExports(names.slice(1)), /is missing/);
    assert.match(await compileExports([...names, "more"]), /more.* does not exist/);
  });
}

const ELSEWHERE = {
  netid: 'import type { NetidClient } from "consentkey";\ndeclare const netid: NetidClient;',
  show: "declare function show(text: string): void;",
};

/** The examples of a README, each with what it takes from those before it. */
async function examples(path) {
  const text = await readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  return Array.from(text.matchAll(/```js\n([\s\S]*?)```/g), ([, example]) => {
    const taken = Object.keys(ELSEWHERE).filter((name) => !example.includes(`const ${name} =`));
    return [...taken.map((name) => ELSEWHERE[name]), example, "export {};"].join("\n");
  });
}

for (const path of ["README.md", "pkg/README.md"]) {
  test(`the examples of ${path} compile`, async () => {
    const texts = await examples(path);
    assert.ok(texts.length > 0);
    assert.equal(await compileTexts(texts, ["--strict", "false", ...BUNDLER]), "");
  });
}

// The hand-written types against a strict compiler and against what the package exports.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../", import.meta.url));
const TSC = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));
const BUNDLER = ["--module", "esnext", "--moduleResolution", "bundler"];
const STRICT = ["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--target", "es2022"];

/** What the compiler complains about, empty when it is content. */
function compile(files, options) {
  const args = [TSC, ...STRICT, "--lib", "es2022,dom", "--types", "", "--ignoreConfig", ...options, ...files];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: PACKAGE }, (failure, stdout, stderr) => {
      resolve(failure ? stdout + stderr || String(failure) : "");
    });
  });
}

for (const [name, options] of [
  ["bundlers", BUNDLER],
  ["Node 16", ["--module", "node16"]],
  ["today's Node", ["--module", "nodenext"]],
]) {
  test(`every export compiles, and no misuse, as ${name} resolve modules`, async () => {
    assert.equal(await compile(["test/types/usage.ts", "test/types/misuse.ts"], options), "");
  });
}

/** Compiles a claim that the types export these values and no others. */
async function compileExports(names) {
  const folder = await mkdtemp(join(tmpdir(), "consentkey-types-"));
  try {
    const file = join(folder, "exports.ts");
    const entry = JSON.stringify(join(PACKAGE, "dist/index.js"));
    const all = JSON.stringify(Object.fromEntries(names.map((name) => [name, true])));
    await writeFile(file, `import * as api from ${entry};\nexport const all: Record<keyof typeof api, true> = ${all};\n`);
    return await compile([file], BUNDLER);
  } finally {
    await rm(folder, { recursive: true });
  }
}

for (const entry of ["index.js", "index.node.js"]) {
  test(`the types export what dist/${entry} does`, async () => {
    const names = Object.keys(await import(`../dist/${entry}`));
    assert.equal(await compileExports(names), "");
    assert.match(await compileExports(names.slice(1)), /is missing/);
    assert.match(await compileExports([...names, "more"]), /more.* does not exist/);
  });
}

// The hand-written types against a strict compiler and against what the package exports.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
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

const TYPE_ROOTS = fileURLToPath(new URL("../../node_modules/@types", import.meta.url));

/** Compiles a claim that the types of an entry export these values and no others. */
function compileExports(entry, names) {
  const all = JSON.stringify(Object.fromEntries(names.map((name) => [name, true])));
  const text = `import * as api from "${entry}";\nexport const all: Record<keyof typeof api, true> = ${all};\n`;
  return compileTexts([text], [...STRICT, ...BUNDLER]);
}

for (const [file, entry] of [
  ["index.js", "consentkey"],
  ["nowasm.js", "consentkey/nowasm"],
  ["tcf.js", "consentkey/tcf"],
  ["server.js", "consentkey/server"],
  ["elements.js", "consentkey/elements"],
  ["cmp-usercentrics.js", "consentkey/cmp/usercentrics"],
  ["cmp-sourcepoint.js", "consentkey/cmp/sourcepoint"],
  ["cmp-consentmanager.js", "consentkey/cmp/consentmanager"],
]) {
  test(`the types export what dist/${file} does`, async () => {
    const names = Object.keys(await import(`../dist/${file}`));
    assert.equal(await compileExports(entry, names), "");
    assert.match(await compileExports(entry, names.slice(1)), /is missing/);
    assert.match(await compileExports(entry, [...names, "more"]), /more.* does not exist/);
  });
}

const ELSEWHERE = {
  netid: 'import type { NetidClient } from "consentkey";\ndeclare const netid: NetidClient;',
  show: "declare function show(text: string): void;",
  backend: 'import type { NetidBackend } from "consentkey/server";\ndeclare const backend: NetidBackend;',
  redis: `declare const redis: {
    get(key: string): Promise<string | null>;
    set(key: string, value: string, options: { EX: number }): Promise<unknown>;
  };`,
};

/** What examples import of others, and of files that the reader writes. */
const FRAMEWORKS = ["react", "react/jsx-runtime", "vue", "*/netid.js"].map((name) => `declare module "${name}";`).join("\n");

/** The examples of a README, each with what it takes from those before it. */
async function examples(path) {
  const text = await readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  return Array.from(text.matchAll(/```jsx?\n([\s\S]*?)```/g), ([, example]) => {
    const taken = Object.keys(ELSEWHERE).filter((name) => !example.includes(`const ${name} =`));
    return [...taken.map((name) => ELSEWHERE[name]), example, "export {};"].join("\n");
  });
}

const pages = (await readdir(new URL("../../docs/", import.meta.url), { recursive: true }))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name.replaceAll("\\", "/")}`);
const EXAMPLES = Object.fromEntries(await Promise.all(["README.md", "pkg/README.md", ...pages].map(async (path) => [path, await examples(path)])));

test("examples are found wherever the documentation has code", () => {
  const guides = Object.keys(EXAMPLES).filter((path) => path.startsWith("docs/guides/") && path !== "docs/guides/README.md");
  for (const path of ["README.md", "pkg/README.md", "docs/environments/frameworks.md", ...guides]) assert.ok(EXAMPLES[path].length > 0, path);
});

for (const [path, texts] of Object.entries(EXAMPLES).filter(([, found]) => found.length > 0)) {
  test(`the examples of ${path} compile`, async () => {
    // A guide's JavaScript leaves to the reader what is not ours; a README's is pasted as it stands.
    const strictness = path.startsWith("docs/") && path !== "docs/index.md" ? ["--strict", "false"] : STRICT;
    // Those for servers take their secrets from `process.env`.
    const options = [...strictness, "--types", "node", "--typeRoots", TYPE_ROOTS, ...BUNDLER];
    assert.equal(await compileTexts(texts, options, FRAMEWORKS), "");
  });
}

test("the types of the server entry need no library of a browser's", async () => {
  const text = 'import * as api from "consentkey/server";\nexport const backend: typeof api.createNetidBackend = api.createNetidBackend;\n';
  const missing = 'export const page = document;\n';
  const bare = [...STRICT, "--module", "nodenext", "--lib", "es2022,esnext.asynciterable"];
  assert.equal(await compileTexts([text], bare), "");
  assert.match(await compileTexts([text + missing], bare), /'document'/);
});

test("signals, addresses and modules of the platform are those that are taken", async () => {
  const text = `import init, { createPermissionExport, initSync } from "consentkey/server";
    export const all = [init(new URL("https://a.example/")), init(new Response()), init(new Uint8Array(1)), initSync({} as WebAssembly.Module)];
    // @ts-expect-error: null is no source
    init(null);
    createPermissionExport({ username: "u", password: "p" }).then((it) => it.list({ tappId: "t", since: "s" }, { signal: new AbortController().signal }));
    // @ts-expect-error: and a text no signal
    createPermissionExport({ username: "u", password: "p" }).then((it) => it.list({ tappId: "t", since: "s" }, { signal: "x" }));
  `;
  assert.equal(await compileTexts([text], [...STRICT, ...BUNDLER]), "");
});

test("options of a popup and of init have names", async () => {
  const text = `import init, { type CoreOptions, type PopupOptions } from "consentkey";
    export const popup: PopupOptions = { width: 400 };
    const core: CoreOptions = { fallback: () => import("consentkey/nowasm") };
    init(core);
    // @ts-expect-error: nothing else stands in
    export const other: CoreOptions = { fallback: () => Promise.resolve({}) };
  `;
  assert.equal(await compileTexts([text], [...STRICT, ...BUNDLER]), "");
});

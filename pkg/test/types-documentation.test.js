// The documentation of the types, and the codes wherever they are listed.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

const at = (path) => new URL(`../../${path}`, import.meta.url);
const read = (path) => readFile(at(path), "utf8");

async function readAll(folder, ending) {
  const names = (await readdir(at(folder), { recursive: true })).filter((name) => name.endsWith(ending));
  return Promise.all(names.map(async (name) => ({ name, text: await read(`${folder}/${name}`) })));
}

const firstGroups = (text, pattern) => Array.from(text.matchAll(pattern), ([, group]) => group);

/** The members of a union of strings in error.d.ts, in their order. */
async function union(name) {
  const text = (await read("pkg/src/types/error.d.ts")).replace(/^ *\/\/.*$/gm, "");
  return firstGroups(text.match(new RegExp(`type ${name} =([^;]*);`))[1], /"(\w+)"/g);
}

/** The names of an enum in error.rs and its variants, in their order. */
async function variants(name) {
  const text = await read("src/oauth/error.rs");
  const block = text.match(new RegExp(`^ {4}${name} \\{([^}]*)\\}`, "m"))[1].replace(/^ *\/\/\/.*$/gm, "");
  return new Map(Array.from(block.matchAll(/(\w+) = "(\w+)"/g), ([, variant, text]) => [variant, text]));
}

/** Codes that the wrapper throws: written out, or keys of its messages. */
async function thrownByWrapper() {
  const texts = (await readAll("pkg/src", ".js")).map(({ text }) => text);
  const written = texts.flatMap((text) => firstGroups(text, /new ConsentKeyError\(\s*"(\w+)"/g));
  const messages = texts.flatMap((text) => firstGroups(text, /const MESSAGES = \{([^}]*)\}/g));
  return new Set([...written, ...messages.flatMap((keys) => firstGroups(keys, /^ {2}(\w+):/gm))]);
}

/** What the core gives of an enum: the texts of those variants that are used. */
async function givenByCore(name) {
  const texts = (await readAll("src", ".rs")).map(({ text }) => text);
  const used = new Set(texts.flatMap((text) => firstGroups(text, new RegExp(`\\b${name}::([A-Z]\\w*)`, "g"))));
  return Array.from(await variants(name)).filter(([variant]) => used.has(variant)).map(([, text]) => text);
}

/** The codes that can come, in the order of the types. */
async function possibleCodes() {
  const possible = new Set([...(await thrownByWrapper()), ...(await givenByCore("Code"))]);
  return (await union("ConsentKeyErrorCode")).filter((code) => possible.has(code));
}

/** The reasons that can come, in the order of the types: the wrapper knows some, since it checks signatures. */
async function possibleReasons() {
  const texts = (await readAll("pkg/src", ".js")).map(({ text }) => text);
  const possible = new Set([
    ...texts.flatMap((text) => firstGroups(text, /refused\(\s*"(\w+)"/g)),
    ...(await givenByCore("Reason")),
  ]);
  return (await union("IdTokenInvalidReason")).filter((reason) => possible.has(reason));
}

/** The members of a union in error.d.ts that are called reserved, by the comment before them. */
async function reserved(name) {
  const block = (await read("pkg/src/types/error.d.ts")).match(new RegExp(`type ${name} =\\n([\\s\\S]*?);\n`))[1];
  const groups = block.split(/^(?= {2}\/\/)/m);
  return groups.filter((group) => group.includes("Reserved")).flatMap((group) => firstGroups(group, /^ {2}\| "(\w+)"/gm));
}

test("the codes of the types are those of the core, in its order", async () => {
  assert.deepEqual(await union("ConsentKeyErrorCode"), [...(await variants("Code")).values()]);
});

test("the reasons of the types are those of the core, in its order", async () => {
  assert.deepEqual(await union("IdTokenInvalidReason"), [...(await variants("Reason")).values()]);
});

test("every code that the wrapper throws has a type", async () => {
  const codes = await union("ConsentKeyErrorCode");
  const thrown = await thrownByWrapper();
  assert.ok(thrown.has("not_initialized") && thrown.has("timeout"), "finds what is thrown");
  assert.deepEqual([...thrown].filter((code) => !codes.includes(code)), []);
});

test("the package's README lists every code and reason that can come, in their order, and no other", async () => {
  const section = (await read("pkg/README.md")).split(/^## Errors$/m)[1].split(/^## /m)[0];
  assert.deepEqual(firstGroups(section, /^\| `(\w+)`/gm), await possibleCodes());
  const [reasons] = firstGroups(section, /^`reason` is one of (.*)$/gm);
  assert.deepEqual(firstGroups(reasons, /`(\w+)`/g), await possibleReasons());
});

test("every code has an entry that says what happened, why, and what to do", async () => {
  const entries = (await read("docs/errors.md")).split(/^## /m).slice(1);
  assert.deepEqual(entries.map((entry) => entry.split("\n")[0]), await union("ConsentKeyErrorCode"));
  for (const entry of entries) assert.match(entry, /^\w+\n\n[A-Z][^\n]+\n\n\*\*Why:\*\* [^\n]+\n\n\*\*What to do:\*\* [^\n]+\n*$/);
});

test("every entry names the reasons and problems that can come with its code", async () => {
  const text = await read("docs/errors.md");
  const entry = (code) => text.split(`## ${code}\n`)[1].split(/^## /m)[0];
  const problems = firstGroups((await read("pkg/src/types/tc-facts.d.ts")).match(/type TcStringProblem =([^;]*);/)[1], /"(\w+)"/g);
  for (const problem of problems) assert.ok(entry("tc_string_invalid").includes(`\`${problem}\``), problem);
  const reasons = (await union("IdTokenInvalidReason")).filter((reason) => !["typ", "nbf"].includes(reason));
  for (const reason of reasons) assert.ok(entry("id_token_invalid").includes(`\`${reason}\``), reason);
});

test("every finding of a diagnosis has a type, a sentence and an entry", async () => {
  const types = (await read("pkg/src/types/diagnosis.d.ts")).split("export interface")[0].replace(/^ *\/\/.*$/gm, "");
  const codes = firstGroups(types, /"(\w+)"/g);
  assert.ok(codes.includes("clock_wrong"));
  const sentences = (await read("pkg/src/browser/findings.js")).split("const SENTENCES")[1];
  assert.deepEqual(firstGroups(sentences, /^ {2}([a-z]\w+):/gm), codes);
  const entries = (await read("docs/diagnosis.md")).split(/^## /m).slice(1);
  assert.deepEqual(entries.map((entry) => entry.split("\n")[0]).slice(0, -1), codes);
});

test("the types call reserved what can't come, and nothing else", async () => {
  for (const [name, possible] of [
    ["ConsentKeyErrorCode", await possibleCodes()],
    ["IdTokenInvalidReason", await possibleReasons()],
  ]) {
    assert.deepEqual(await reserved(name), (await union(name)).filter((text) => !possible.includes(text)));
  }
});

const DECLARATION = /^export (?:declare )?(?:default )?(?:async )?(class|function|interface|type|const) (\w+)/;
const MEMBER = /^ {2}(?:readonly )?(\w+)(\?)?([:(])/;

/** Declarations and members of a file of types, each with the comment before it. */
function documented(text) {
  const found = [];
  let comment = "";
  let inside = "";
  for (const line of text.split("\n")) {
    if (/^ *\/\*\*/.test(line)) comment = "";
    if (/^ *(\/\*\*|\*)/.test(line)) comment += `${line}\n`;
    const [, kind, name] = line.match(DECLARATION) ?? [];
    const [, member, , sign] = line.match(MEMBER) ?? [];
    if (!name && !member) continue;
    if (name) inside = name;
    found.push({ name: name ?? `${inside}.${member}`, calls: kind === "function" || sign === "(", comment });
    comment = "";
  }
  return found;
}

test("every declaration and member has a comment", async () => {
  for (const { name: file, text } of await readAll("pkg/src", ".d.ts")) {
    for (const { name, comment } of documented(text)) assert.ok(comment, `${file}: ${name}`);
  }
});

// Storages are the caller's, and so is what they throw.
const UNTOLD = /^TransactionStorage\.|^TokenStore\.|^hasResourceRole$|^TcfConnection\.|^usercentrics$|^sourcepoint$|^consentmanager$|^NetidPermission\.|^ConsentKeyError\.constructor$|^isConsentKeyError$/;

test("every function names its errors, and they exist", async () => {
  const codes = await union("ConsentKeyErrorCode");
  const known = [...codes, ...(await union("IdTokenInvalidReason"))];
  const files = await readAll("pkg/src", ".d.ts");
  const functions = files.flatMap(({ text }) => documented(text)).filter(({ calls, name }) => calls && !UNTOLD.test(name));
  assert.ok(functions.some(({ name }) => name === "Client.handleRedirect"), "finds functions");
  for (const { name, comment } of functions) {
    const [, errors] = comment.match(/@throws \{ConsentKeyError\}([\s\S]*?)(?=@|\*\/)/) ?? [];
    assert.ok(errors, `${name} says what it throws`);
    const words = firstGroups(errors, /`(\w+)`/g).filter((word) => word.includes("_") || codes.includes(word));
    assert.ok(words.length > 0, `${name} names a code`);
    for (const word of words) assert.ok(known.includes(word), `${name}: ${word}`);
  }
});

test("every step of the protocol names its specification", async () => {
  const client = documented(await read("pkg/src/types/index.d.ts")).filter(({ name }) => /^Client\.(?!redirect|popup|endSession$|diagnose)/.test(name));
  assert.equal(client.length, 7);
  for (const { name, comment } of client) {
    assert.match(comment, /@see https:\/\/(www\.rfc-editor\.org\/rfc\/rfc\d+\.html|openid\.net\/specs\/\S+\.html)#\S+/, name);
  }
});

// Every code and reason that can come is what some test of the built package waits for.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

const TESTS = new URL("../", import.meta.url);
const TYPES = new URL("../../pkg/src/types/error.d.ts", import.meta.url);

const groups = (text, pattern) => Array.from(text.matchAll(pattern), ([, group]) => group);

/** The members of a union in error.d.ts that are not reserved, by the comment before them. */
async function possible(union) {
  const [, members] = (await readFile(TYPES, "utf8")).match(new RegExp(`type ${union} =\\n([\\s\\S]*?);\n`));
  const commented = members.split(/^(?= {2}\/\/)/m).filter((group) => !group.includes("Reserved"));
  return commented.flatMap((group) => groups(group, /^ {2}\| "(\w+)"/gm));
}

/** The sources of the tests of the built package, without comments. */
async function sources() {
  const names = (await readdir(TESTS, { recursive: true })).filter((name) => /^(?!node_modules).*\.test\.js$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, TESTS), "utf8")));
  return texts.map((text) => text.replace(/^ *(\/\/|\/?\*).*$/gm, ""));
}

/** What tests compare an outcome with: in an assertion, or as the last entry of a row of cases. */
function awaited(text) {
  const assertions = text.match(/\bassert\.\w+\([\s\S]*?\);$/gm) ?? [];
  return [
    ...assertions.flatMap((assertion) => groups(assertion, /\b(?:code|reason)(?:: | === )"(\w+)"/g)),
    ...assertions.flatMap((assertion) => groups(assertion, /,\s*"(\w+)"[)\],\s]*\);$/g)),
    ...groups(text, /^ *\[.*, "(\w+)"\]?\],$/gm),
  ];
}

/** What the protocol cases end with. */
async function awaitedByCases() {
  const { cases } = JSON.parse(await readFile(new URL("protocol/cases.json", TESTS), "utf8"));
  return cases.flatMap(({ expect }) => [expect?.error, expect?.reason]);
}

for (const [what, union] of [["code", "ConsentKeyErrorCode"], ["reason", "IdTokenInvalidReason"]]) {
  test(`every ${what} that can come is produced by a test`, async () => {
    const expected = await possible(union);
    assert.ok(expected.length > 10, "finds the union");
    const produced = new Set([...(await sources()).flatMap(awaited), ...(await awaitedByCases())]);
    assert.deepEqual(expected.filter((text) => !produced.has(text)), []);
  });
}

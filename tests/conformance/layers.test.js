// Dependencies of the core point inwards: the protocol knows no provider, and the providers not each other.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

const CORE = new URL("../../src/", import.meta.url);

/** The code of a folder, without comments, texts and tests. */
async function codeOf(folder) {
  const names = (await readdir(new URL(folder, CORE))).filter((name) => name.endsWith(".rs") && !name.endsWith("_tests.rs"));
  const texts = await Promise.all(names.map((name) => readFile(new URL(`${folder}${name}`, CORE), "utf8")));
  return texts.map((text, index) => ({
    name: folder + names[index],
    code: text.split("#[cfg(test)]\nmod tests")[0].split(/#\[cfg\(test\)\]\npub[^m]*mod tests/)[0].replace(/\/\/.*$/gm, "").replace(/"(?:[^"\\]|\\[\s\S])*"/g, '""'),
  }));
}

for (const [folder, never] of [
  ["oauth/", /netid|bankid|bindings|wasm_bindgen|js_sys|web_sys/i],
  ["netid/", /bankid|bindings|wasm_bindgen|js_sys|web_sys/i],
  ["bankid/", /netid|bindings|wasm_bindgen|js_sys|web_sys/i],
]) {
  test(`src/${folder} names nothing that is further out`, async () => {
    const files = await codeOf(folder);
    assert.ok(files.length > 3, "finds the files");
    for (const { name, code } of files) assert.doesNotMatch(code, never, name);
  });
}

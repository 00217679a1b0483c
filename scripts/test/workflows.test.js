import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { describe, it } from "node:test";
import { at } from "../lib/paths.mjs";

const FOLDER = ".github/workflows";
const workflows = Object.fromEntries(await Promise.all((await readdir(at(FOLDER))).map(async (name) => [name, await readFile(at(`${FOLDER}/${name}`), "utf8")])));

/** The text of a job: all that is further in than its name. */
const job = (name, text) => text.match(new RegExp(`^  ${name}:\\n(?:(?:    .*)?\\n)*`, "m"))[0];

describe("the workflows", () => {
  it("run commands that there are", async () => {
    const { scripts } = JSON.parse(await readFile(at("package.json"), "utf8"));
    const commands = Object.values(workflows).flatMap((text) => Array.from(text.matchAll(/npm (?:run ([\w:]+)|(test))/g), ([, script, test]) => script ?? test));
    assert.deepEqual(commands, ["test", "release:check"]);
    for (const command of commands) assert.ok(scripts[command], command);
  });

  it("take actions by their hashes, which nobody can move", () => {
    for (const [name, text] of Object.entries(workflows)) {
      for (const [, action] of text.matchAll(/uses: (\S+)/g)) assert.match(action, /^\.\/|@[0-9a-f]{40}$/, `${name}: ${action}`);
    }
  });

  it("publish with provenance, after every check, and sign in that job alone", () => {
    const { "release.yml": release, ...others } = workflows;
    const publish = job("publish", release);
    assert.match(publish, /^ {4}needs: check$/m);
    assert.match(job("check", release), /uses: \.\/\.github\/workflows\/ci\.yml/);
    assert.equal(publish.match(/npm publish /g).length, 2);
    assert.equal(publish.match(/ --provenance /g).length, 2);
    for (const text of [release.replace(publish, ""), ...Object.values(others)]) assert.doesNotMatch(text, /id-token|NPM_TOKEN/);
  });
});

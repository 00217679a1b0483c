import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../fuzz.mjs", import.meta.url));

describe("the command fuzz", () => {
  for (const argument of ["--fast", "--seconds=soon", "--seconds=0", "no_such_target"]) {
    it(`ends in one sentence with ${argument}`, () => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [command, argument], { encoding: "utf8" });
      assert.deepEqual([status, stderr], [1, ""]);
      assert.match(stdout, /^.*\. Run `npm run fuzz [^`]+`\.\n$/);
    });
  }
});

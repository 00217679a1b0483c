import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../lib/run.mjs";
import { Failure } from "../lib/steps.mjs";

const command = (name) => fileURLToPath(new URL(`../${name}.mjs`, import.meta.url));

async function start(...args) {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { stdout, stderr, code };
}

describe("the commands", () => {
  for (const [name, ...args] of [
    ["build", "--fast"],
    ["start", "now"],
    ["start", "--port=http"],
    ["start", "--port=65536"],
    ["bench", "others"],
    ["bench", "--fast"],
    ["size", "--jsno"],
    ["release-check", "--now"],
    ["test", "--only=java"],
    ["test", "--only=rust", "scripts/test/size.test.js"],
  ]) {
    it(`${name} ${args.join(" ")} ends in one sentence`, async () => {
      const { stdout, stderr, code } = await start(command(name), ...args);
      assert.equal(code, 1);
      assert.equal(stderr, "");
      assert.match(stdout, /^.*\. Run `npm [^`]+`\.\n$/);
    });
  }
});

describe("run", () => {
  it("fails with its sentence and what the program said", async () => {
    const script = "console.log('out'); console.error('err'); process.exit(3)";
    await assert.rejects(run(process.execPath, ["-e", script], { failure: "No luck." }), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.message, "No luck.");
      assert.deepEqual(error.output.split("\n").filter(Boolean).sort(), ["err", "out"]);
      return true;
    });
  });

  it("names a program that isn't there", async () => {
    await assert.rejects(run("no-such-program", [], { failure: "No luck." }), { output: "no-such-program: not found" });
  });

  it("ends a program that takes too long", async () => {
    const forever = run(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { failure: "Too slow.", timeout: 0.2 });
    await assert.rejects(forever, { message: "Too slow." });
  });
});

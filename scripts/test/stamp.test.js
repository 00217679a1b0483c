import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, afterEach, describe, it } from "node:test";
import { fingerprint, unlessDone } from "../lib/stamp.mjs";

let base;
let runs;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "stamp-"));
  runs = 0;
  await write("in/a.txt", "a");
  await write("in/deep/b.txt", "b");
});

afterEach(() => rm(base, { recursive: true }));

async function write(path, text) {
  await mkdir(dirname(join(base, path)), { recursive: true });
  await writeFile(join(base, path), text);
}

const once = (values = []) =>
  unlessDone("work", { inputs: ["in"], values, outputs: ["out"], base }, async () => {
    runs += 1;
    await write("out/result.txt", "result");
  });

describe("unlessDone", () => {
  it("does nothing twice", async () => {
    assert.equal(await once(), true);
    assert.equal(await once(), false);
    assert.equal(runs, 1);
  });

  const changes = {
    "an input changes": () => write("in/deep/b.txt", "c"),
    "an input is added": () => write("in/c.txt", ""),
    "an input is renamed": async () => {
      await rm(join(base, "in/a.txt"));
      await write("in/z.txt", "a");
    },
    "an output changes": () => write("out/result.txt", "other"),
    "the outputs are gone": () => rm(join(base, "out"), { recursive: true }),
    "the stamp can't be read": () => write("target/stamps/work.json", "{"),
  };
  for (const [change, make] of Object.entries(changes)) {
    it(`works again when ${change}`, async () => {
      await once();
      await make();
      assert.equal(await once(), true);
    });
  }

  it("works again when a value changes", async () => {
    await once(["z"]);
    assert.equal(await once(["s"]), true);
  });

  it("works again after work that failed", async () => {
    const broken = unlessDone("work", { inputs: ["in"], outputs: ["out"], base }, () => Promise.reject(new Error("no")));
    await assert.rejects(broken, /^Error: no$/);
    assert.equal(await once(), true);
  });

  it("counts an edit made during the work as a change", async () => {
    await unlessDone("work", { inputs: ["in"], outputs: ["out"], base }, async () => {
      await write("out/result.txt", "result");
      await write("in/a.txt", "edited");
    });
    assert.equal(await once(), true);
  });
});

describe("fingerprint", () => {
  it("leaves out what installations and builds write", async () => {
    const before = await fingerprint(["in"], { base });
    await write("in/node_modules/x.js", "");
    await write("in/dist/x.js", "");
    assert.equal(await fingerprint(["in"], { base }), before);
  });
});

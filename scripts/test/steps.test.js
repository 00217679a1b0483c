import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, it } from "node:test";
import { reportTo, step } from "../lib/steps.mjs";

describe("a step", () => {
  let printed;

  beforeEach((t) => {
    printed = "";
    reportTo(new Writable({ write: (chunk, encoding, done) => ((printed += chunk), done()) }));
    t.mock.timers.enable({ apis: ["setInterval"] });
  });
  afterEach(() => reportTo(process.stdout));

  it("shows every five seconds that it lives, until it ends", async (t) => {
    let finish;
    const done = step("Work", () => new Promise((resolve) => (finish = resolve)));
    t.mock.timers.tick(4999);
    assert.equal(printed, "Work …");
    t.mock.timers.tick(5001);
    assert.equal(printed, "Work … . .");
    finish("answer");
    assert.equal(await done, "answer");
    assert.match(printed, /^Work … \. \. \d+\.\d s\n$/);
    const whole = printed;
    t.mock.timers.tick(60_000);
    assert.equal(printed, whole);
  });

  it("shows nothing more once it has failed", async (t) => {
    await assert.rejects(step("Work", () => Promise.reject(new Error("no"))), { message: "no" });
    const whole = printed;
    assert.match(whole, /^Work … failed after/);
    t.mock.timers.tick(60_000);
    assert.equal(printed, whole);
  });

  it("that prints lines of its own gets no dots between them", async (t) => {
    let finish;
    const done = step("Work", () => new Promise((resolve) => (finish = resolve)), { loud: true });
    t.mock.timers.tick(60_000);
    assert.equal(printed, "Work …\n");
    finish();
    await done;
  });
});

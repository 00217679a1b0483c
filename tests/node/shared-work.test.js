// Work that several want at once, where the one who did it is gone: see tests/workers for a runtime that does so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { SharedWork } from "../../pkg/src/shared/shared-work.js";

const BEAT = 250;

/** Timers by hand, of which the first that is set belongs to a request that ends. */
function withoutFirstTimer(t) {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const set = globalThis.setInterval;
  const first = t.mock.method(globalThis, "setInterval", (...values) => {
    const timer = set(...values);
    if (first.mock.callCount() === 0) clearInterval(timer);
    return timer;
  });
  return async (milliseconds) => {
    for (let passed = 0; passed < milliseconds; passed += 50) {
      t.mock.timers.tick(50);
      await nextTurn();
    }
  };
}

test("whoever looks after another took over and was done has that one's answer", async (t) => {
  const pass = withoutFirstTimer(t);
  const work = new SharedWork();
  const done = [];
  const by = (name) => work.do("x", async () => (done.push(name), name));
  work.do("x", () => new Promise(() => {}));
  const answers = [by("second")];
  await pass(100);
  answers.push(by("third"));
  await pass(100);
  answers.push(by("fourth"));
  await pass(5 * BEAT);
  assert.deepEqual(await Promise.all(answers), ["second", "second", "second"]);
  assert.deepEqual(done, ["second"]);
  assert.equal(work.isUnderWay("x"), false);
});

test("the failure of who took over is everybody's, and the next asks anew", async (t) => {
  const pass = withoutFirstTimer(t);
  const work = new SharedWork();
  work.do("x", () => new Promise(() => {}));
  const failing = () => work.do("x", () => Promise.reject(new Error("mine"))).catch(({ message }) => message);
  const answers = [failing()];
  await pass(100);
  answers.push(failing());
  await pass(5 * BEAT);
  assert.deepEqual(await Promise.all(answers), ["mine", "mine"]);
  assert.equal(await work.do("x", async () => "anew"), "anew");
});

const dateNow = Date.now;
const performanceNow = performance.now;

/**
 * Puts the clocks in the hands of a test: `pass` lets time go by, and `set` moves the time of day alone. People do
 * that, and a machine does it that sleeps: its other clock stands still meanwhile.
 *
 * @param {import("node:test").TestContext} context puts the clocks back when it ends
 */
export function clockOf(context) {
  let stepped = 0;
  let passed = 0;
  Date.now = () => dateNow.call(Date) + stepped + passed;
  performance.now = () => performanceNow.call(performance) + passed;
  context.after(() => {
    Date.now = dateNow;
    performance.now = performanceNow;
  });
  return {
    pass: (seconds) => void (passed += seconds * 1000),
    set: (seconds) => void (stepped += seconds * 1000),
  };
}

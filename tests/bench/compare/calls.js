// How fast requests are built, and whether memory stays with them.

const BATCH = 50;
const WARM_UP = 1000;

/** How many logins wait for a response where many do. */
export const PENDING = 1000;
/** How many logins are started where memory is measured. */
export const MANY = 10_000;

/**
 * Pages of all clients that stay open for samples, each in a browser context of its own.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string[]} addresses
 * @param {number} pending logins that wait for a response meanwhile
 * @returns {Promise<import("playwright-core").Page[]>}
 */
export async function openCallers(browser, addresses, pending) {
  const pages = [];
  for (const address of addresses) {
    const page = await openPage(browser, address);
    await page.evaluate((count) => globalThis.calls.prepare(count), pending);
    pages.push(page);
  }
  return pages;
}

/**
 * Times a batch of `authorize()`, in milliseconds for one call.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ mean: number, longest: number }>}
 */
export async function sampleCalls(page) {
  const { total, longest } = await page.evaluate((count) => globalThis.calls.sample(count), BATCH);
  return { mean: total / BATCH, longest };
}

/**
 * How much memory stays after many logins, in bytes: what JavaScript holds, and buffers and WebAssembly's memory.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 * @returns {Promise<number>}
 */
export async function growth(browser, address) {
  const page = await openPage(browser, address);
  const session = await page.context().newCDPSession(page);
  await page.evaluate("calls.prepare(0)");
  const startMany = (count) => page.evaluate((number) => globalThis.calls.startMany(number), count);
  await startMany(WARM_UP);
  const before = await memory(session);
  await startMany(MANY);
  const after = await memory(session);
  await page.context().close();
  return after - before;
}

async function memory(session) {
  // The first collection lets go of what the second one frees.
  for (let times = 0; times < 2; times += 1) await session.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
  return usedSize + backingStorageSize + (await webAssemblyMemory(session));
}

/** Chromium counts it neither as heap nor as buffers. */
async function webAssemblyMemory(session) {
  const objectGroup = "memories";
  const { result: prototype } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype", objectGroup });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId, objectGroup });
  const { result } = await session.send("Runtime.callFunctionOn", {
    functionDeclaration: "function () { return this.reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0); }",
    objectId: objects.objectId,
    returnByValue: true,
  });
  await session.send("Runtime.releaseObjectGroup", { objectGroup });
  return result.value;
}

async function openPage(browser, address) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  return page;
}

import { launchChromium } from "../../lib/chromium.js";
import { serveSite } from "../../lib/site.js";

const PENDING = 1000;
/** How much dearer authorize() may be with so many sign-ins pending. */
const LIMIT = 1.2;
const ROUNDS = 60;

/**
 * Times what a page does on every view and in the click, in Chromium with its own session storage.
 *
 * @returns {Promise<{ rows: string[][], fault: string | null }>} `fault` says which limit was not kept
 */
export async function benchSignIn() {
  // Isolated pages have a clock of 5 µs.
  const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
  const [browser, site] = await Promise.all([launchChromium(), serveSite("127.0.0.1", { headers })]);
  try {
    const idle = await preparePage(browser, site, 0);
    const busy = await preparePage(browser, site, PENDING);
    const samples = [];
    // Taken in turn, so that a machine that slows down slows all of them.
    for (let round = 0; round < ROUNDS; round += 1) {
      samples.push({ ...(await idle.evaluate("sample()")), busy: (await busy.evaluate("sample()")).authorize });
    }
    return report(await idle.evaluate("loading"), (name) => median(samples.map((sample) => sample[name])));
  } finally {
    await Promise.all([browser.close(), site.close()]);
  }
}

function report(loading, typical) {
  const ratio = typical("busy") / typical("authorize");
  return {
    rows: [
      ["loading the core, from the cache", milliseconds(loading)],
      ["createPkce()", milliseconds(typical("createPkce"))],
      ["handleRedirect() without a response", milliseconds(typical("handleRedirect"))],
      ["authorize()", milliseconds(typical("authorize"))],
      [`authorize() with ${PENDING} sign-ins pending`, milliseconds(typical("busy")), `${ratio.toFixed(2)} times that`],
    ],
    fault: ratio > LIMIT ? `authorize() with ${PENDING} pending may cost ${LIMIT} times what it costs with none.` : null,
  };
}

const milliseconds = (number) => `${number.toFixed(3)} ms`;

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

async function preparePage(browser, site, pending) {
  const page = await browser.newPage();
  await page.goto(`${site.origin}/`);
  await page.evaluate(prepare, pending);
  return page;
}

/** Runs in the page: leaves `loading` and `sample()`, in milliseconds for one call. */
async function prepare(pending) {
  const BATCH = 20;
  const { default: init, createNetidClient, createPkce } = await import("/consentkey/index.js");
  const start = performance.now();
  await init();
  globalThis.loading = performance.now() - start;
  const client = await createNetidClient({ clientId: "client", redirectUri: `${location.origin}/` });
  for (let call = 0; call < pending; call += 1) client.authorize();
  const before = { ...sessionStorage };

  const time = async (work) => {
    const from = performance.now();
    for (let call = 0; call < BATCH; call += 1) await work();
    return (performance.now() - from) / BATCH;
  };
  const restore = () => {
    for (const [key, value] of Object.entries(sessionStorage)) {
      if (before[key] === undefined) sessionStorage.removeItem(key);
      else if (before[key] !== value) sessionStorage.setItem(key, before[key]);
    }
  };
  globalThis.sample = async () => {
    const times = {
      createPkce: await time(createPkce),
      handleRedirect: await time(() => client.handleRedirect()),
      authorize: await time(() => client.authorize()),
    };
    restore();
    return times;
  };
}

import { backendOf, startRealm } from "../../lib/bankid.js";

const AT_ONCE = 10_000;
const ROUNDS = 200_000;

/**
 * Times a back end's own tokens: many callers at once, and one that is kept.
 *
 * @returns {Promise<{ rows: string[][], fault: string | null }>} `fault` says which limit was not kept
 */
export async function benchClientToken() {
  const realm = await startRealm();
  try {
    const backend = await backendOf(realm);
    const atOnce = await timed(() => Promise.all(Array.from({ length: AT_ONCE }, () => backend.accessToken())));
    const kept = await timed(async () => {
      for (let round = 0; round < ROUNDS; round += 1) await backend.accessToken();
    });
    const requests = realm.tokenRequests().length;
    return {
      rows: [
        [`accessToken() for ${AT_ONCE.toLocaleString("en")} at once, discovery included`, `${atOnce.toFixed(0)} ms`, `${requests} request`],
        ["accessToken() that is kept", `${((kept / ROUNDS) * 1000).toFixed(2)} µs`],
      ],
      fault: requests === 1 ? null : `accessToken() made ${requests} requests, and may make one.`,
    };
  } finally {
    await realm.close();
  }
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

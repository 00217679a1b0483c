// For the demo's eyes only: which requests a piece of work makes.
import { AsyncLocalStorage } from "node:async_hooks";

const underWay = new AsyncLocalStorage();
let isInstalled = false;

/**
 * Does some work and tells the requests that it made, in their order, without any header or body: these hold secrets.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ answer: T, requests: Array<{ method: string, url: string, status: number }> }>}
 */
export async function recording(work) {
  install();
  const requests = [];
  const answer = await underWay.run(requests, work);
  return { answer, requests };
}

function install() {
  if (isInstalled) return;
  isInstalled = true;
  const { fetch } = globalThis;
  globalThis.fetch = async (url, init) => {
    const requests = underWay.getStore();
    const response = await fetch(url, init);
    requests?.push({ method: init?.method ?? "GET", url: String(url), status: response.status });
    return response;
  };
}

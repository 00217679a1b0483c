// What the samples come to.
import { CLIENTS } from "./clients.js";

/** The middle of some numbers, or the mean of the two in the middle. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Between what the middle half of some numbers lies.
 *
 * @param {number[]} numbers
 * @returns {[number, number]}
 */
export function middleHalf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const last = sorted.length - 1;
  return [sorted[Math.floor(last / 4)], sorted[Math.ceil((last * 3) / 4)]];
}

/**
 * One client's figures: bytes, and medians in milliseconds, or a rate per second; `spread` is the middle half of the
 * times from navigation to authorization URL.
 *
 * @param {import("./run.js").ClientResults} results
 */
export function figuresOf({ downloads, local, slow, calls, growth }) {
  return {
    downloads: downloads && mapValues(downloads, total),
    local: local && mapValues(local, median),
    slow: slow && mapValues(slow, median),
    spread: local && { local: middleHalf(local.start), slow: middleHalf(slow.start) },
    calls: { idle: 1000 / median(calls.idle), busy: 1000 / median(calls.busy), longest: median(calls.longest) },
    growth,
  };
}

function total(served) {
  const sum = (measure) => served.reduce((bytes, { size }) => bytes + size[measure], 0);
  return { requests: served.length, raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
}

const mapValues = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

/**
 * The client that does best among some.
 *
 * @param {Record<string, ReturnType<typeof figuresOf>>} figures by client
 * @param {(client: import("./clients.js").Client) => boolean} isAmong
 * @param {(figures: ReturnType<typeof figuresOf>) => number} cost the least of which is best
 * @returns {string} its name
 */
export function bestOf(figures, isAmong, cost) {
  const names = CLIENTS.filter(isAmong).map(({ name }) => name);
  return names.reduce((best, name) => (cost(figures[name]) < cost(figures[best]) ? name : best));
}

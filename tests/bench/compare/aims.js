import { bestOf } from "./figures.js";

const OURS = "consentkey";
const HAND = "by-hand";
/** How much may stay after many logins before it counts as growth: WebAssembly's memory grows by so much at once. */
const PAGE = 65_536;

const isFull = ({ kind }) => kind === "full";
const isStrict = ({ kind, checksSignature }) => kind === "full" && checksSignature;
const isPeer = ({ kind }) => kind === "full" || kind === "requests";

/**
 * What the package is to reach, and whether it does.
 *
 * @param {Record<string, ReturnType<typeof import("./figures.js").figuresOf>>} figures by client
 * @returns {Aim[]}
 *
 * @typedef {object} Aim
 * @property {string} what
 * @property {string} measured with its unit
 * @property {string} limit in words
 * @property {boolean} isMet
 * @property {{ limit: string, isMet: boolean }} [beyond] the aim after this one
 */
export function aimsOf(figures) {
  const ours = figures[OURS];
  return [
    bytesAim("Bytes until a login can start", ours.downloads.start.brotli, 9000, 7000),
    startAim("slow", 1.02, figures),
    startAim("local", 1.1, figures),
    bytesAim("Bytes of a whole login", ours.downloads.login.brotli, 40_000, 15_300),
    grantAim("first", "first login", figures),
    grantAim("warm", "warm cache", figures),
    grantAim("cold", "empty cache", figures),
    rateAim("idle", "authorize() per second", figures),
    rateAim("busy", "the same with 1,000 logins pending", figures),
    atMost("Longest authorize() of a batch, 1,000 pending", ours.calls.longest, 1, (ms) => `${ms.toFixed(2)} ms`),
    atMost("Growth over 10,000 logins", ours.growth, PAGE, bytes),
  ];
}

/** Whether an aim is met, in words. */
export const verdict = (isMet) => (isMet ? "met" : "not met");

const bytes = (number) => `${number.toLocaleString("en")} bytes`;

function atMost(what, value, limit, text) {
  return { what, measured: text(value), limit: `at most ${text(limit)}`, isMet: value <= limit };
}

function bytesAim(what, value, limit, further) {
  return { ...atMost(what, value, limit, bytes), beyond: { limit: `at most ${bytes(further)}`, isMet: value <= further } };
}

function startAim(conditions, limit, figures) {
  const time = (client) => client[conditions].start;
  const aim = timesAim(`Navigation to authorization URL, ${conditions}`, limit, { time, isAmong: isFull, figures });
  const hand = time(figures[OURS]) / time(figures[HAND]);
  return { ...aim, beyond: { limit: `at most 1.05 times ${HAND} (is ${hand.toFixed(2)})`, isMet: hand <= 1.05 } };
}

function grantAim(cache, words, figures) {
  const time = ({ slow }) => slow[cache];
  return timesAim(`Response to grant, slow, ${words}`, 1, { time, isAmong: isStrict, figures });
}

function timesAim(what, limit, { time, isAmong, figures }) {
  const best = bestOf(figures, isAmong, time);
  const ratio = time(figures[OURS]) / time(figures[best]);
  return { what, measured: `${ratio.toFixed(2)} times ${best}`, limit: `at most ${limit.toFixed(2)}`, isMet: ratio <= limit };
}

function rateAim(load, what, figures) {
  const best = bestOf(figures, isPeer, ({ calls }) => -calls[load]);
  const ratio = figures[OURS].calls[load] / figures[best].calls[load];
  const measured = `${ratio.toFixed(2)} times ${best}`;
  return { what, measured, limit: "at least 1.00", isMet: ratio >= 1, beyond: { limit: "at least 2.00", isMet: ratio >= 2 } };
}

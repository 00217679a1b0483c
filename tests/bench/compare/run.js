import { launchChromium } from "../../lib/chromium.js";
import { PENDING, growth, openCallers, sampleCalls } from "./calls.js";
import { CLIENTS, LOGIN_CLIENTS, versions } from "./clients.js";
import { Journeys } from "./journeys.js";
import { describeMachine } from "./machine.js";

/** How often all clients are measured in turn, and the seconds after which no further round begins. */
const PLANS = {
  full: { local: { rounds: 15, seconds: 120 }, slow: { rounds: 7, seconds: 240 }, calls: { rounds: 30, seconds: 60 } },
  quick: { local: { rounds: 3, seconds: 20 }, slow: { rounds: 1, seconds: 30 }, calls: { rounds: 5, seconds: 10 } },
};

/**
 * Measures all clients beside each other.
 *
 * @param {keyof typeof PLANS} plan
 * @param {typeof import("../../../scripts/lib/steps.mjs").step} step tells what is done
 * @returns {Promise<Results>}
 *
 * @typedef {object} Results
 * @property {Date} date
 * @property {import("./machine.js").Machine} machine
 * @property {string} chromium its version
 * @property {Record<string, string>} versions of the clients
 * @property {{ local: number, slow: number, calls: number }} rounds that were made
 * @property {Record<string, ClientResults>} clients
 *
 * @typedef {object} ClientResults what was not asked of a client is missing; times are samples, in milliseconds
 * @property {Record<"start" | "login" | "startAlone", import("./site.js").Served[]>} [downloads]
 * @property {LoginTimes} [local]
 * @property {LoginTimes} [slow]
 * @property {CallTimes} calls
 * @property {number} growth in bytes
 *
 * @typedef {{ start: number[], first: number[], warm: number[], cold: number[] }} LoginTimes see `Journeys.logins`
 * @typedef {{ idle: number[], busy: number[], longest: number[] }} CallTimes for one `authorize()`: with nothing
 *   pending, with much pending, and the longest of each batch then
 */
export async function compare(plan, step) {
  const { local, slow, calls } = PLANS[plan];
  const machine = describeMachine();
  const browser = await launchChromium();
  const journeys = await step("Bundles of all clients", () => Journeys.open(browser));
  try {
    const clients = Object.fromEntries(CLIENTS.map(({ name }) => [name, {}]));
    await step("Downloads", () => download(journeys, clients));
    const rounds = {
      local: await timeLogins("local", local, { journeys, clients, step }),
      slow: await timeLogins("slow", slow, { journeys, clients, step }),
      calls: await timeCalls(calls, { browser, journeys, clients, step }),
    };
    await step("Memory, client by client", (_, tick) => weigh(browser, journeys, clients, tick));
    return { date: new Date(), machine, chromium: browser.version(), versions: await versions(), rounds, clients };
  } finally {
    await Promise.all([browser.close(), journeys.close()]);
  }
}

async function download(journeys, clients) {
  for (const { name } of LOGIN_CLIENTS) clients[name].downloads = await journeys.downloads(name);
}

function timeLogins(conditions, limits, { journeys, clients, step }) {
  for (const { name } of LOGIN_CLIENTS) clients[name][conditions] = { start: [], first: [], warm: [], cold: [] };
  const title = `Logins, ${conditions}, ${limits.rounds} rounds or ${limits.seconds} s`;
  return step(title, (_, tick) =>
    inRounds(limits, tick, LOGIN_CLIENTS, async ({ name }) => {
      const times = await journeys.logins(name, conditions);
      for (const [key, value] of Object.entries(times)) clients[name][conditions][key].push(...[value].flat());
    }),
  );
}

function timeCalls(limits, { browser, journeys, clients, step }) {
  const addresses = CLIENTS.map(({ name }) => journeys.address(name, "calls"));
  for (const client of Object.values(clients)) client.calls = { idle: [], busy: [], longest: [] };
  return step(`authorize(), ${limits.rounds} rounds or ${limits.seconds} s`, async (_, tick) => {
    const idle = await openCallers(browser, addresses, 0);
    const busy = await openCallers(browser, addresses, PENDING);
    const indexes = CLIENTS.map((_, index) => index);
    const rounds = await inRounds(limits, tick, indexes, async (index) => {
      const { calls } = clients[CLIENTS[index].name];
      const alone = await sampleCalls(idle[index]);
      const beside = await sampleCalls(busy[index]);
      calls.idle.push(alone.mean);
      calls.busy.push(beside.mean);
      calls.longest.push(beside.longest);
    });
    await Promise.all([...idle, ...busy].map((page) => page.context().close()));
    return rounds;
  });
}

async function weigh(browser, journeys, clients, tick) {
  for (const { name } of CLIENTS) {
    clients[name].growth = await growth(browser, journeys.address(name, "calls"));
    tick(name);
  }
}

/**
 * Does the work with all in turn, so that a machine that slows down slows all of them, and each time begins with
 * another.
 */
async function inRounds({ rounds, seconds }, tick, all, work) {
  const end = performance.now() + seconds * 1000;
  let round = 0;
  while (round < rounds && (round === 0 || performance.now() < end)) {
    const first = round % all.length;
    for (const one of [...all.slice(first), ...all.slice(0, first)]) await work(one);
    round += 1;
    tick(round);
  }
  return round;
}

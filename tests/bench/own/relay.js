import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { load } from "./load.js";

/** How often each way has its turn, so that whatever else the machine does meets both, and for how many seconds. */
const TURNS = 40;
const TURN = 0.5;
const CONNECTIONS = 20;
/** What the engine compiles by then, it does not compile while it is measured. */
const WARM_UP = { count: 6000, seconds: 20 };
/** Requests that memory is watched over, and how much it may grow by them, in bytes. */
const LONG = 100_000;
const LIMIT = 16 * 1024 * 1024;
/** For how long, in seconds. A machine that makes fewer by then is too busy to measure anything. */
const PATIENCE = 400;
/** The least that a relay has of the bare handler's requests in a second. */
const SHARE = 0.6;
const SITE = "https://site.example";
const ORIGIN = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "site.example", Origin: SITE };

/**
 * Reads permissions through a relay, and through a bare handler that passes the same request on to the same upstream.
 *
 * @param {(note: string) => void} _note
 * @param {(word: string) => void} tick
 * @returns {Promise<{ rows: string[][], fault: string | null }>}
 */
export async function benchRelay(_note, tick) {
  const upstream = await start("upstream");
  const [relay, bare] = await Promise.all(["relay", "bare"].map((way) => start(way, String(upstream.port))));
  try {
    const headers = { ...ORIGIN, Cookie: await signIn(relay) };
    const target = ({ port }) => ({ port, headers, path: "/consentkey/permissions", connections: CONNECTIONS });
    const speed = await compare(relay, bare, target, tick);
    const memory = await watch(relay, target(relay), tick);
    return { rows: [...speed.rows, ...memory.rows], fault: speed.fault ?? memory.fault };
  } finally {
    for (const { child } of [upstream, relay, bare]) child.kill();
  }
}

async function compare(relay, bare, targetOf, tick) {
  const ways = [relay, bare].map((server) => ({ server, target: targetOf(server), turns: [] }));
  for (const { target } of ways) await load(target, WARM_UP);
  for (const way of ways) way.before = await usageOf(way.server);
  for (let turn = 1; turn <= TURNS; turn += 1) {
    for (const { target, turns } of ways) turns.push(await load(target, { seconds: TURN }));
    if (turn % 10 === 0) tick(`${turn}/${TURNS}`);
  }
  const [ours, theirs] = await Promise.all(ways.map(figuresOf));
  const share = ours.rate / theirs.rate;
  return {
    rows: [
      [...row("Permissions through a relay", ours), `${share.toFixed(2)} of the bare handler's`],
      row("The same through a bare node:http handler", theirs),
    ],
    fault: share < SHARE ? `A relay has to make ${SHARE} of a bare handler's requests.` : null,
  };
}

/** By second, the 99th percentile in milliseconds, and what a request costs the processor in microseconds. */
async function figuresOf({ server, turns, before }) {
  const sum = (name) => turns.reduce((total, turn) => total + turn[name], 0);
  const times = Float64Array.from(turns.flatMap((turn) => turn.times)).sort();
  const { processor } = await usageOf(server);
  return {
    rate: sum("count") / sum("seconds"),
    p99: times[Math.floor(times.length * 0.99)],
    cost: (processor - before.processor) / times.length,
  };
}

async function watch(relay, target, tick) {
  const before = await usageOf(relay);
  const deadline = performance.now() + PATIENCE * 1000;
  let count = 0;
  let seconds = 0;
  while (count < LONG && performance.now() < deadline) {
    const part = await load(target, { count: LONG / 10, seconds: (deadline - performance.now()) / 1000 });
    count += part.count;
    seconds += part.seconds;
    tick(count.toLocaleString("en"));
  }
  const after = await usageOf(relay);
  const growth = after.memory - before.memory;
  const fault = growth > LIMIT ? "A relay's memory grows." : `The machine is too busy: ${count} of ${LONG} requests in ${PATIENCE} s.`;
  const rate = `${Math.round(count / seconds).toLocaleString("en")} requests/s`;
  const memory = [`${mebibytes(growth)} more in use`, `${mebibytes(after.resident)} resident`];
  return {
    rows: [[`${count.toLocaleString("en")} requests through a relay`, rate, ...memory]],
    fault: growth > LIMIT || count < LONG ? fault : null,
  };
}

async function start(...args) {
  const child = fork(fileURLToPath(new URL("relay-server.js", import.meta.url)), args, { execArgv: ["--expose-gc"] });
  const [{ port }] = await once(child, "message");
  return { child, port };
}

async function usageOf({ child }) {
  child.send("usage");
  const [usage] = await once(child, "message");
  return usage;
}

async function signIn({ port }) {
  const headers = { ...ORIGIN, "Content-Type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${port}/consentkey/grant`, { method: "POST", headers, body: '{"code":"c"}' });
  return answer.headers.getSetCookie()[0].split(";")[0];
}

const row = (what, { rate, p99, cost }) => [
  what,
  `${Math.round(rate).toLocaleString("en")} requests/s`,
  `p99 ${p99.toFixed(0)} ms`,
  `${cost.toFixed(0)} µs of processor each`,
];

const mebibytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";

const ROUNDS = 5;
const REQUESTS = 2000;
const CONNECTIONS = 20;
/** Requests that memory is watched over, and how much it may grow between the first half's end and the second's, in bytes. */
const LONG = 100_000;
const LIMIT = 16 * 1024 * 1024;
/** The least that a relay has of the bare handler's requests in a second. */
const SHARE = 0.6;
const SITE = "https://site.example";

/**
 * Reads permissions through a relay, and through a bare handler that passes the same request on to the same upstream.
 *
 * @returns {Promise<{ rows: string[][], fault: string | null }>}
 */
export async function benchRelay() {
  const server = await start("relay-server.js", ["upstream"]);
  const [relay, bare] = await Promise.all(["relay", "bare"].map((way) => start("relay-server.js", [way, String(server.port)])));
  try {
    const cookie = await signIn(relay);
    const results = { relay: [], bare: [] };
    // In turn, so that whatever else the machine does meets both.
    for (let round = 0; round < ROUNDS; round += 1) {
      results.bare.push(await load(bare, cookie, REQUESTS));
      results.relay.push(await load(relay, cookie, REQUESTS));
    }
    const [ours, theirs] = [best(results.relay), best(results.bare)];
    await load(relay, cookie, LONG / 2);
    const before = await heapOf(relay);
    await load(relay, cookie, LONG / 2);
    const growth = (await heapOf(relay)) - before;
    const share = ours.rate / theirs.rate;
    return {
      rows: [
        row("Permissions through a relay", ours, `${share.toFixed(2)} of the bare handler's`),
        row("The same through a bare node:http handler", theirs, ""),
        [`${LONG.toLocaleString("en")} requests through a relay`, `heap ${(growth / 1024 / 1024).toFixed(1)} MiB more after the second half`],
      ],
      fault: share < SHARE ? `A relay has to make ${SHARE} of a bare handler's requests.` : growth > LIMIT ? "A relay's heap grows." : null,
    };
  } finally {
    for (const { child } of [server, relay, bare]) child.kill();
  }
}

async function start(name, args) {
  const child = fork(fileURLToPath(new URL(name, import.meta.url)), args, { execArgv: ["--expose-gc"] });
  const [{ port }] = await once(child, "message");
  return { child, port };
}

async function heapOf({ child }) {
  child.send("heap");
  const [{ heap }] = await once(child, "message");
  return heap;
}

async function signIn({ port }) {
  const headers = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "site.example", Origin: SITE, "Content-Type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${port}/consentkey/grant`, { method: "POST", headers, body: '{"code":"c"}' });
  return answer.headers.getSetCookie()[0].split(";")[0];
}

/** Sends so many requests over a few connections; rate by second, and the 99th percentile in milliseconds. */
async function load({ port }, cookie, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const headers = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "site.example", Origin: SITE, Cookie: cookie };
  const times = [];
  let left = count;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left > 0) {
        left -= 1;
        const sentAt = performance.now();
        await ask({ port, agent, headers });
        times.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { rate: count / seconds, p99: times[Math.floor(times.length * 0.99)] };
}

function ask({ port, agent, headers }) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, agent, headers, host: "127.0.0.1", path: "/consentkey/permissions" }, (incoming) => {
      incoming.resume().on("end", () => (incoming.statusCode === 200 ? resolve() : reject(new Error(`status ${incoming.statusCode}`))));
    });
    outgoing.on("error", reject).end();
  });
}

const best = (results) => results.reduce((one, other) => (other.rate > one.rate ? other : one));

const row = (what, { rate, p99 }, more) => [what, `${Math.round(rate).toLocaleString("en")} requests/s`, `p99 ${p99.toFixed(1)} ms`, more];

// Several instances of a relay with nothing in common but their secret.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, test } from "node:test";
import { json } from "../lib/provider.js";
import { CODE, READ, SECRET, SITE, STATUS, TOKEN, WRITE, cookieOf, startNetid } from "../lib/relay.js";
import { listen } from "../lib/listen.js";

const INSTANCE = fileURLToPath(new URL("../lib/relay-instance.js", import.meta.url));

let netid, configuration;
const instances = new Set();
const balancers = new Set();
before(async () => {
  netid = await startNetid();
  // Each visitor's token is their own, as is what they read with it.
  netid.answers[TOKEN] = ({ body }, response) =>
    json({ access_token: `token-${new URLSearchParams(body).get("code")}`, token_type: "Bearer", expires_in: 500 })({}, response);
  netid.answers[READ] = ({ headers }, response) =>
    json({ ...STATUS, subject_identifiers: { tpid: headers.authorization, sync_id: null, etpid: null } })({}, response);
  const endpoints = { issuer: `${netid.origin}/`, token: `${netid.origin}/token`, permissionRead: netid.origin, permissionWrite: netid.origin };
  configuration = JSON.stringify({
    backend: { clientId: "client", clientSecret: "secret", redirectUri: `${SITE}/`, endpoints, timeout: 120 },
    relay: { secret: SECRET, trustProxy: true },
  });
});
afterEach(async () => {
  for (const close of balancers) await close();
  balancers.clear();
  for (const instance of instances) await kill(instance);
});
after(() => netid?.close());

async function start() {
  const child = fork(INSTANCE, [configuration]);
  const [{ port }] = await once(child, "message");
  const instance = { child, port, agent: new Agent({ keepAlive: true }) };
  instances.add(instance);
  return instance;
}

async function kill(instance) {
  instances.delete(instance);
  instance.agent.destroy();
  const exit = once(instance.child, "exit");
  instance.child.kill("SIGKILL");
  await exit;
}

/** Sends a request on to one instance; rejects where that died on the way. */
function forward({ port, agent }, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, agent, method, path, headers }, async (incoming) => {
      try {
        resolve({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(await incoming.toArray()) });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.on("error", reject).end(body);
  });
}

/** A load balancer: one instance after the other, and the next one where an instance is gone. */
async function balance(list) {
  let turn = 0;
  const { port, close } = await listen(async (incoming, outgoing) => {
    const { method, url: path } = incoming;
    const headers = { ...incoming.headers, "x-forwarded-proto": "https", "x-forwarded-host": new URL(SITE).host };
    const body = Buffer.concat(await incoming.toArray());
    const first = (turn += 1);
    for (let attempt = 0; attempt < list.length; attempt += 1) {
      const instance = list[(first + attempt) % list.length];
      const answer = await forward(instance, { method, path, headers, body }).catch(() => undefined);
      if (answer) return outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    }
    outgoing.writeHead(503).end();
  });
  balancers.add(close);
  return `http://127.0.0.1:${port}`;
}

async function visit(origin, name) {
  const ask = async (path, { body, cookie } = {}) => {
    const headers = { Origin: SITE, ...(body && { "Content-Type": "application/json" }), ...(cookie && { Cookie: cookie }) };
    const response = await fetch(`${origin}/consentkey${path}`, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const granted = await ask("/grant", { body: { ...CODE, code: name } });
  assert.equal(granted.status, 200, JSON.stringify(granted.body));
  const cookie = cookieOf(granted);
  for (let time = 0; time < 2; time += 1) {
    const stored = await ask("/permissions", { cookie, body: { idconsent: "VALID" } });
    assert.equal(stored.status, 201, JSON.stringify(stored.body));
    const found = await ask("/permissions", { cookie });
    assert.deepEqual([found.status, found.body.subjectIdentifiers.tpid], [200, `Bearer token-${name}`]);
  }
}

test("one of three instances is killed and started again under load, and nothing is lost", async () => {
  const list = await Promise.all([start(), start(), start()]);
  const origin = await balance(list);
  let done = 0;
  const progress = new EventEmitter();
  const before = netid.requests.length;
  const visitors = Array.from({ length: 12 }, async (_, visitor) => {
    for (let time = 0; time < 8; time += 1) {
      await visit(origin, `v${visitor}-${time}`);
      done += 1;
      progress.emit("visit");
    }
  });
  const restart = (async () => {
    for (let time = 0; time < 2; time += 1) {
      const [first] = list;
      const goal = Math.min(done + 10, 96);
      while (done < goal) await once(progress, "visit");
      await kill(first);
      list[0] = await start();
    }
  })();
  await Promise.all([...visitors, restart]);
  assert.equal(done, 96);
  const written = netid.requests.slice(before).filter(({ method, url }) => `${method} ${url}` === WRITE);
  assert.ok(written.length >= 192);
});

test("200 visitors at once each get their own", async () => {
  const origin = await balance([await start(), await start()]);
  await Promise.all(Array.from({ length: 200 }, (_, visitor) => visit(origin, `u${visitor}`)));
});

// The servers of the benchmark: the upstream, a relay to it, and a bare handler that passes requests on with fetch.
import { createNetidBackend, createRelay, toNodeHandler } from "consentkey/server";
import { listen } from "../../lib/listen.js";

const STATUS = JSON.stringify({ status_code: "PERMISSIONS_FOUND", subject_identifiers: { tpid: "t" }, netid_privacy_settings: {} });
const TOKEN = JSON.stringify({ access_token: "t".repeat(1000), token_type: "Bearer", expires_in: 86_400 });
const JSON_TYPE = { "Content-Type": "application/json" };
const [way, port] = process.argv.slice(2);
const upstream = `http://127.0.0.1:${port}`;

const handlers = {
  upstream: () => (incoming, outgoing) => outgoing.writeHead(200, JSON_TYPE).end(incoming.method === "POST" ? TOKEN : STATUS),

  async relay() {
    const endpoints = { issuer: `${upstream}/`, token: `${upstream}/token`, permissionRead: upstream, permissionWrite: upstream };
    const backend = await createNetidBackend({ clientId: "c", clientSecret: "s", redirectUri: "https://site.example/", endpoints });
    return toNodeHandler(await createRelay({ backend, secret: "s".repeat(32), trustProxy: true }));
  },

  bare: () => async (incoming, outgoing) => {
    const headers = { Authorization: `Bearer ${incoming.headers.cookie}` };
    const answer = await fetch(`${upstream}/netid-user-status`, { headers });
    outgoing.statusCode = answer.status;
    outgoing.setHeader("Content-Type", "application/json");
    outgoing.end(await answer.text());
  },
};

const { port: own } = await listen(await handlers[way]());
process.on("message", () => {
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send({ memory: heapUsed + external, resident: rss, processor: user + system });
});
process.on("disconnect", () => process.exit());
process.send({ port: own });

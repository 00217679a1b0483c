import { randomBytes } from "node:crypto";
import { at } from "./paths.mjs";
import { stampedStep } from "./stamp.mjs";
import { Failure } from "./steps.mjs";

const PAGES = "www";

/** Builds the demo into www/dist, as far as it isn't there already. */
export async function buildDemo() {
  const inputs = [PAGES, "pkg/dist", "pkg/package.json", "node_modules/vite/package.json"];
  await stampedStep("Demo with Vite", "demo", { inputs, outputs: [`${PAGES}/dist`] }, async () => {
    const { build } = await import("vite");
    try {
      await build({ root: at(PAGES), logLevel: "silent" });
    } catch (error) {
      throw new Failure("The demo can't be built: see Vite's words above, then run `npm test`.", { output: error.message });
    }
  });
}

/**
 * Reads a port that somebody wrote.
 *
 * @param {string} text
 * @throws {Failure}
 */
export function portNumber(text) {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new Failure("A port is a whole number up to 65535. Run `npm start -- --port=4300`.");
}

/**
 * Tells that something is at another port than the one wanted.
 *
 * @param {number} wanted 0 for any
 * @param {string} origin where it is
 * @returns {string | null} a sentence; null where it is at its port
 */
export function portTaken(wanted, origin) {
  const { port } = new URL(origin);
  return wanted === 0 || Number(port) === wanted ? null : `Port ${wanted} is taken: ${port} is used in its place.`;
}

/**
 * Serves the demo and a sandbox for it, on loopback.
 *
 * @param {object} [options]
 * @param {number} [options.port] default 4300; where it is taken, any free one
 * @param {number} [options.sandboxPort] default 4400; where it is taken, any free one
 * @param {boolean} [options.built] whether to serve www/dist, which `buildDemo` makes, instead of the
 *   sources with Vite's development server; default false
 * @param {object} [options.lifetimes] of the sandbox, in seconds
 * @param {(request: object, response: object, next: () => void) => void} [options.docs] answers below /docs/, default nobody
 * @param {(line: string) => void} [options.log] told of each event in the sandbox, default nobody
 * @returns {Promise<{ origin: string, sandboxPort: number, sandbox: object, close: () => Promise<void> }>} `sandboxPort`
 *   as it was wanted, `sandbox` is what `startSandbox` answers
 */
export async function serveDemo({ port = 4300, sandboxPort = 4400, built = false, lifetimes, docs, log } = {}) {
  const announced = { docs };
  const server = await (built ? servePages : serveSources)(port, announcement(announced));
  const origin = `http://localhost:${server.httpServer.address().port}`;
  try {
    const { startSandbox } = await import("consentkey-sandbox");
    // On the host of the page, since browsers send the Permission Center's cookie along within one site only.
    const redirectUris = [`${origin}/`, `${origin}/?edition=evening`, `${origin}/bankid.html`];
    const sandbox = await startSandbox({ host: "localhost", port: sandboxPort, redirectUris, lifetimes, log });
    announced.bankidApi = await bankidApi(sandbox);
    announced.relay = await courierRelay(sandbox, redirectUris[0]);
    announced.sandbox = sandbox;
  } catch (error) {
    await server.close();
    throw error;
  }
  const { sandbox } = announced;
  return { origin, sandboxPort, sandbox, close: async () => void (await Promise.all([server.close(), sandbox.close()])) };
}

async function serveSources(port, plugin) {
  const { createServer } = await import("vite");
  const server = await createServer({ ...shared(plugin), server: { host: "localhost", port } });
  await server.listen();
  return server;
}

async function servePages(port, plugin) {
  const { preview } = await import("vite");
  return preview({ ...shared(plugin), preview: { host: "localhost", port } });
}

/** The server side of the demo's second page. It holds the secret, which no page is told. */
async function bankidApi({ bankid }) {
  const { createBankidApi } = await import("../../www/server/bankid.js");
  const { clientId, clientSecret } = bankid.clients["demo-bank"];
  return createBankidApi({ issuer: bankid.issuer, clientId, clientSecret });
}

/** The server side of the first page, with a secret of its own as well. */
async function courierRelay({ clients, endpoints }, redirectUri) {
  const { RELAY_PATH, createCourierRelay } = await import("../../www/server/relay.js");
  const { clientId, clientSecret } = clients["demo-website"];
  const secret = randomBytes(32).toString("base64");
  const handle = await createCourierRelay({ clientId, clientSecret, endpoints, redirectUri, secret });
  return { path: RELAY_PATH, clientId, handle };
}

const shared = (plugin) => ({ root: at(PAGES), plugins: [plugin], logLevel: "warn", clearScreen: false });

// The sandbox has to know the address of the page, so the page is there first.
function announcement(announced) {
  const install = ({ middlewares }) => {
    middlewares.use("/sandbox.json", (request, response) => {
      if (!announced.sandbox) return void response.writeHead(503, { "Retry-After": "1" }).end();
      const { issuer, endpoints, endpointsWithoutCookies, clients, users, bankid } = announced.sandbox;
      response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
      const relay = { path: announced.relay.path, clientId: announced.relay.clientId };
      response.end(JSON.stringify({ issuer, endpoints, endpointsWithoutCookies, relay, clients, users, bankid: { issuer: bankid.issuer } }));
    });
    middlewares.use((request, response, next) => {
      const { relay } = announced;
      return relay && request.url.startsWith(`${relay.path}/`) ? relay.handle(request, response) : next();
    });
    if (announced.docs) middlewares.use("/docs", announced.docs);
    middlewares.use("/api/bankid", (request, response) => {
      if (!announced.bankidApi) return void response.writeHead(503, { "Retry-After": "1" }).end();
      return announced.bankidApi(request, response);
    });
  };
  return { name: "consentkey:sandbox", configureServer: install, configurePreviewServer: install };
}

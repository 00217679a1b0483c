// The examples, run as they are: pasted from the README, and those of the folder.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CODE, cookieOf, startNetid } from "../lib/relay.js";
import { startWorker } from "../lib/workerd.js";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { resolve: locate } = createRequire(import.meta.url);
const SECRETS = {
  NETID_CLIENT_ID: "client",
  NETID_SECRET: "secret",
  REDIRECT_URI: CODE.redirectUri,
  RELAY_SECRET: "a secret of at least thirty-two bytes",
};
const RUNTIMES = {
  node: [process.execPath],
  // The program itself, which would outlive its starter in JavaScript.
  deno: [locate("deno/package.json").replace(/package\.json$/, "deno"), "run", "--allow-net", "--allow-env", "--allow-read"],
  bun: [locate("bun/bin/bun.exe")],
};
const LISTENING = 'createServer = (listener) => { const server = http.createServer(listener); server.on("listening", () => console.log(JSON.stringify(server.address()))); return server; }';
/** What every example has once, and the way to another netID than the real one. */
const BACKEND = /redirectUri: [^\n]*?(?= \}\)|,?\n)/;

let netid, folder;
before(async () => {
  netid = await startNetid();
  await mkdir(at("target"), { recursive: true });
  // Where the packages of the repository are found from.
  folder = await mkdtemp(at("target/examples-"));
});
after(() => Promise.all([netid?.close(), folder && rm(folder, { recursive: true })]));

/** Keeps an example as a file, with the netID of this test in the place of the real one. */
async function withNetid(name, source) {
  const { origin } = netid;
  const endpoints = { issuer: `${origin}/`, token: `${origin}/token`, permissionRead: origin, permissionWrite: origin };
  assert.match(source, BACKEND);
  const file = `${folder}/${name}.mjs`;
  await writeFile(file, source.replace(BACKEND, (found) => `${found}, endpoints: ${JSON.stringify(endpoints)}`));
  return file;
}

/** Runs a server that tells its port. */
async function running([command, ...args], use) {
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...SECRETS, PORT: "0" }, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [told] = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(([code]) => assert.fail(`ended with ${code}`))]);
    const { port } = JSON.parse(String(told));
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
}

/** Asks a relay for a grant and for all that it is good for. */
async function wholeWay(origin, fetch = globalThis.fetch) {
  const ask = async (method, path, { body, ...headers } = {}) => {
    const type = body && { "Content-Type": "application/json" };
    const response = await fetch(new Request(`${origin}/consentkey${path}`, { method, headers: { Origin: origin, ...type, ...headers }, body }));
    const text = await response.text();
    return { status: response.status, headers: response.headers, code: text && JSON.parse(text).code };
  };
  const missing = await ask("GET", "/permissions");
  assert.deepEqual([missing.status, missing.code], [401, "grant_missing"]);
  assert.equal(missing.headers.get("cache-control"), "no-store");
  const granted = await ask("POST", "/grant", { body: JSON.stringify(CODE) });
  assert.equal(granted.status, 200);
  const Cookie = cookieOf(granted);
  assert.match(Cookie, /^(__Secure-)?consentkey=1\./);
  assert.equal((await ask("GET", "/permissions?identifiers=TPID,SYNC_ID,ETPID", { Cookie })).status, 200);
  assert.equal((await ask("POST", "/permissions", { Cookie, body: '{"idconsent":"VALID"}' })).status, 201);
  const broken = await ask("POST", "/permissions", { Cookie, body: "{" });
  assert.deepEqual([broken.status, broken.code], [400, "request_invalid"]);
  assert.equal((await ask("DELETE", "/grant")).status, 204);
  const foreign = await ask("GET", "/permissions", { Cookie, Origin: "https://evil.example" });
  assert.deepEqual([foreign.status, foreign.code], [403, "origin_refused"]);
  assert.deepEqual(netid.unexpected, []);
}

test("the README's relay works when it is pasted, and has fifteen lines at most", async () => {
  const readme = await readFile(at("README.md"), "utf8");
  const [example] = Array.from(readme.matchAll(/```js\n([\s\S]*?)```/g), ([, text]) => text).filter((text) => text.includes("createRelay("));
  assert.ok(example.trim().split("\n").length <= 15);
  // A free port, which is told.
  const pasted = example.replace("listen(3000)", "listen(0)").replace('import { createServer } from "node:http";', `import http from "node:http"; const ${LISTENING};`);
  await running([process.execPath, await withNetid("readme", pasted)], wholeWay);
});

describe("a server of the folder takes a visitor the whole way:", () => {
  for (const [name, runtime] of [["server", "node"], ["express", "node"], ["hono", "node"], ["deno", "deno"], ["bun", "bun"]]) {
    test(`${name}.js in ${runtime}`, async () => {
      const file = await withNetid(name, await readFile(at(`examples/relay/${name}.js`), "utf8"));
      await running([...RUNTIMES[runtime], file], wholeWay);
    });
  }

  test("the route handler of Next.js, for each of its methods", async () => {
    const source = await readFile(at("examples/relay/next/app/consentkey/[...path]/route.js"), "utf8");
    const handlers = await import(pathToFileURL(await withNetid("route", source)));
    Object.assign(process.env, SECRETS);
    await wholeWay("https://publisher.example", (request) => handlers[request.method](request));
    assert.deepEqual(Object.keys(handlers), ["DELETE", "GET", "OPTIONS", "POST"]);
  });
});

test("the worker of the folder takes visitors the whole way in workerd, one after the other and at once", async () => {
  const source = await readFile(at("examples/relay/worker.js"), "utf8");
  const worker = await startWorker(await withNetid("worker", source), { env: SECRETS });
  try {
    for (let time = 0; time < 2; time += 1) await Promise.all(Array.from({ length: 5 }, () => wholeWay(worker.origin)));
  } finally {
    await worker.close();
  }
});

// Loading the core, each time in a fresh copy of the module.
import assert from "node:assert/strict";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { after, before, test } from "node:test";
import { listen } from "../lib/listen.js";
import { codeOf } from "../lib/provider.js";
import { recordingStorage } from "../lib/recording-storage.js";

const ENTRY = import.meta.resolve("consentkey");
const FILE = fileURLToPath(import.meta.resolve("consentkey/consentkey.wasm"));
let bytes, server, address, copies = 0;
const folders = [];

/** Both halves anew: each is a module of its own. */
async function freshCopy() {
  const folder = await mkdtemp(join(tmpdir(), "consentkey-"));
  folders.push(folder);
  for (const name of ["index.js", "finish.js"]) await copyFile(new URL(name, ENTRY), join(folder, name));
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  return import(pathToFileURL(join(folder, "index.js")));
}

before(async () => {
  bytes = await readFile(FILE);
  server = await listen(({ url }, response) => {
    if (url.startsWith("/missing.wasm")) return response.writeHead(404, { "Content-Type": "application/octet-stream" }).end(bytes);
    if (url === "/page.html") return response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>");
    const type = url === "/untyped.wasm" ? "application/octet-stream" : "application/wasm";
    response.writeHead(200, { "Content-Type": type }).end(bytes);
  });
  address = `http://127.0.0.1:${server.port}`;
});
after(async () => {
  await server.close();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

test("use before init says not_initialized", async () => {
  const { createPkce, ConsentKeyError } = await freshCopy();
  assert.throws(createPkce, (error) => error instanceof ConsentKeyError && error.code === "not_initialized");
});

test("the create functions load the core by themselves", async () => {
  const { createNetidClient, createPkce } = await freshCopy();
  await createNetidClient({ clientId: "client", redirectUri: "https://publisher.example/" });
  assert.equal(createPkce().codeChallengeMethod, "S256");
});

for (const [name, source] of Object.entries({
  "the default": () => undefined,
  "bytes": () => bytes,
  "an ArrayBuffer": () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  "a module": () => WebAssembly.compile(bytes),
  "a module of another realm": () => runInNewContext("new WebAssembly.Module(bytes)", { bytes }),
  "an ArrayBuffer of another realm": () => runInNewContext("Uint8Array.from(bytes).buffer", { bytes }),
  "an address": () => `${address}/core.wasm`,
  "a URL": () => new URL(`${address}/core.wasm`),
  "an address that answers another type": () => `${address}/untyped.wasm`,
  "a response": () => fetch(`${address}/core.wasm`),
})) {
  test(`init takes ${name}`, async () => {
    const { default: init, createPkce } = await freshCopy();
    assert.equal(await init(await source()), undefined);
    assert.equal(createPkce().codeVerifier.length, 43);
  });
}

for (const [name, source] of Object.entries({
  "bytes that are no core": () => new Uint8Array([1, 2, 3]),
  "an address without a file": () => `${address}/missing.wasm`,
  "an address without a server": () => "http://127.0.0.1:9/core.wasm",
  "something else": () => ({}),
})) {
  test(`init with ${name} fails with a code and can be tried again`, async () => {
    const { default: init, createPkce } = await freshCopy();
    assert.equal(await codeOf(init(source())), "wasm_unavailable");
    assert.equal(await codeOf(createPkce), "not_initialized");
    assert.equal(await codeOf(init()), "none");
    assert.equal(createPkce().codeVerifier.length, 43);
  });
}

test("a core that can't be had is told with its address and what came instead, without its query", async () => {
  const { default: init } = await freshCopy();
  const messageOf = (source) => init(source).then(assert.fail, ({ message }) => message);
  assert.match(await messageOf(`${address}/missing.wasm?key=secret`), /\/missing\.wasm \(status 404, type "application\/octet-stream"\)/);
  assert.match(await messageOf(`${address}/page.html`), /\/page\.html \(status 200, type "text\/html"\)/);
  assert.match(await messageOf("http://127.0.0.1:9/core.wasm?key=secret"), /^[^?]*127\.0\.0\.1:9\/core\.wasm \(no answer\)/);
  assert.doesNotMatch(await messageOf(`${address}/missing.wasm?key=secret`), /secret/);
});

test("init is idempotent, also side by side", async () => {
  const { default: init, createPkce } = await freshCopy();
  await Promise.all([init(), init(), init(bytes)]);
  await init("http://127.0.0.1:9/never-asked.wasm");
  assert.equal(createPkce().codeVerifier.length, 43);
});

test("the core comes with the module: nothing is fetched or read", async (t) => {
  const fetched = t.mock.method(globalThis, "fetch", () => Promise.reject(new Error("no network")));
  const text = await readFile(new URL(ENTRY), "utf8");
  const { default: init, createPkce } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  await init();
  assert.equal(createPkce().codeVerifier.length, 43);
  assert.equal(fetched.mock.callCount(), 0);
});

test("the core of the module is the file's, byte by byte", async (t) => {
  const halves = [
    [new URL("finish.js", ENTRY).href, "consentkey/consentkey.wasm"],
    [import.meta.resolve("consentkey/server"), "consentkey/consentkey-server.wasm"],
  ];
  for (const [half, file] of halves) {
    const compiled = t.mock.method(WebAssembly, "Module");
    const { init, default: load = init } = await import(`${half}?copy=${(copies += 1)}`);
    await load();
    const [embedded] = compiled.mock.calls.at(-1).arguments;
    assert.deepEqual(Buffer.from(embedded), await readFile(fileURLToPath(import.meta.resolve(file))));
    compiled.mock.restore();
  }
});

test("what a browser refuses to compile and make at once is compiled and made beside the page's work", async (t) => {
  const LIMIT = 4096;
  const { Module, Instance } = WebAssembly;
  const small = new WeakSet();
  const refuse = () => {
    throw new RangeError("Disallowed on the main thread, if the buffer size is larger than 4KB.");
  };
  t.mock.method(WebAssembly, "Module", function compile(source) {
    const module = source.byteLength > LIMIT ? refuse() : new Module(source);
    small.add(module);
    return module;
  });
  t.mock.method(WebAssembly, "Instance", function make(module, imports) {
    return small.has(module) ? new Instance(module, imports) : refuse();
  });
  const { createClient } = await freshCopy();
  const endpoints = { authorization: "https://op.example/a", token: "https://op.example/t" };
  const client = await createClient({ clientId: "c", redirectUri: "https://publisher.example/", storage: "memory", endpoints, scope: "a" });
  const { state } = client.authorize();
  assert.equal(client.parseRedirect(`https://publisher.example/?code=1&state=${state}`).code, "1");
  // As far as a request that is given up, since the second half is loaded by then.
  assert.equal(await codeOf(client.userinfo({ scope: ["a"], accessToken: { value: "t" } }, { signal: AbortSignal.abort() })), "config_invalid");
});

test("importing needs nothing that a test environment may lack", async (t) => {
  for (const name of ["TextDecoder", "TextEncoder", "WebAssembly", "FinalizationRegistry", "crypto", "fetch"]) {
    const found = Object.getOwnPropertyDescriptor(globalThis, name);
    delete globalThis[name];
    t.after(() => Object.defineProperty(globalThis, name, found));
  }
  for (const entry of ["consentkey", "consentkey/server", "consentkey/tcf"]) {
    await import(`${import.meta.resolve(entry)}?copy=${(copies += 1)}`);
  }
});

test("initSync takes bytes and a module, and has the same code for the rest", async () => {
  for (const source of [bytes, new WebAssembly.Module(bytes)]) {
    const { initSync, createPkce } = await freshCopy();
    assert.equal(await codeOf(() => initSync(new Uint8Array([0]))), "wasm_unavailable");
    assert.equal(await codeOf(() => initSync(undefined)), "wasm_unavailable");
    initSync(source);
    initSync(source);
    assert.equal(createPkce().codeVerifier.length, 43);
  }
});

test("clients outlive whatever is loaded after them", async () => {
  const { default: init, initSync, createNetidClient } = await freshCopy();
  const slow = init(`${address}/core.wasm`);
  initSync(bytes);
  const clients = await Promise.all(
    ["one", "two", "three"].map((clientId) =>
      createNetidClient({ clientId, redirectUri: "https://publisher.example/", storage: "memory" }),
    ),
  );
  await slow;
  initSync(bytes);
  await init(bytes);
  for (const [place, clientId] of ["one", "two", "three"].entries()) {
    assert.equal(new URL(clients[place].authorize().url).searchParams.get("client_id"), clientId);
  }
});

test("two copies of the library on a page share their answers", async (t) => {
  const options = { clientId: "c", redirectUri: "https://publisher.example/", storage: recordingStorage() };
  const [one, two] = await Promise.all(
    [1, 2].map(async () => (await freshCopy()).createNetidClient(options)),
  );
  const answer = { access_token: "a", token_type: "Bearer" };
  const fetched = t.mock.method(globalThis, "fetch", async () => Response.json(answer));
  const url = `https://publisher.example/?code=1&state=${one.authorize().state}`;
  const [first, second] = await Promise.all([one.handleRedirect(url), two.handleRedirect(url)]);
  assert.equal(first, second);
  assert.equal(fetched.mock.callCount(), 1);
});

test("importing touches nothing of a browser", async (t) => {
  const touched = [];
  for (const name of ["window", "document", "location", "history", "localStorage", "sessionStorage", "top"]) {
    Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) });
    t.after(() => delete globalThis[name]);
  }
  await freshCopy();
  assert.deepEqual(touched, []);
});

test("verifiers are different every time and have the form of RFC 7636", async () => {
  const { default: init, createPkce } = await freshCopy();
  await init();
  const verifiers = Array.from({ length: 100 }, () => createPkce().codeVerifier);
  assert.equal(new Set(verifiers).size, 100);
  for (const verifier of verifiers) assert.match(verifier, /^[\w-]{43}$/);
});

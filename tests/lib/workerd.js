import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import workerd from "workerd";

const SERVER = fileURLToPath(import.meta.resolve("consentkey/server"));
const DIST = dirname(SERVER);
/** What a worker can import, by name: a bundler's work, as far as it is needed here. */
const MODULES = {
  "server.js": SERVER,
  "consentkey-server.wasm": join(DIST, "consentkey-server.wasm"),
  // What the package's exports choose for this runtime.
  "consentkey/server": join(DIST, "server.workerd.js"),
  "consentkey/consentkey-server.wasm": join(DIST, "consentkey-server.wasm"),
};

/**
 * Runs a worker in workerd, the runtime of an edge network: one isolate for all requests. It can import
 * `./server.js`, the built server entry, `./consentkey-server.wasm`, its core as a module, and `consentkey/server`.
 *
 * @param {string} script path of the worker's module
 * @param {object} [options]
 * @param {string} [options.compatibilityDate] which of the runtime's habits it gets
 * @param {string[]} [options.compatibilityFlags] single habits beside those
 * @param {Record<string, string>} [options.env] texts for the worker
 * @returns {Promise<{ origin: string, ask: (path: string) => Promise<{ status: number, body: string }>, close: () => Promise<void> }>}
 */
export async function startWorker(script, { compatibilityDate = "2026-01-01", compatibilityFlags = [], env = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "consentkey-workerd-"));
  const modules = Object.entries({ "worker.js": script, ...MODULES });
  await mkdir(join(folder, "consentkey"));
  for (const [name, path] of modules) await copyFile(path, join(folder, name));
  const config = join(folder, "config.capnp");
  await writeFile(config, configOf({ names: modules.map(([name]) => name), date: compatibilityDate, flags: compatibilityFlags, env }));
  // What a worker throws is told on standard error; a test sees the status.
  const runtime = spawn(workerd.default, ["serve", config, "--control-fd=3"], { stdio: ["ignore", "ignore", "pipe", "pipe"] });
  const ended = once(runtime, "exit");
  const close = async () => {
    // It would wait for requests that never end.
    runtime.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const port = await portOf(runtime);
  if (port === undefined) {
    await close();
    throw new Error("workerd ended before it listened");
  }
  const origin = `http://127.0.0.1:${port}`;
  const ask = async (path) => {
    const response = await fetch(origin + path);
    return { status: response.status, body: await response.text() };
  };
  return { origin, ask, close };
}

/** The configuration, in Cap'n Proto's text. */
function configOf({ names, date, flags, env }) {
  const modules = names.map((name) => `(name = "${name}", ${name.endsWith(".wasm") ? "wasm" : "esModule"} = embed "${name}"),`);
  const bindings = Object.entries(env).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        ${modules.join("\n        ")}
      ],
      bindings = [${bindings.join(", ")}],
      compatibilityDate = "${date}",
      compatibilityFlags = ${JSON.stringify(flags)},
    )),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}

/** The port that it says it listens at; `undefined` where it ends instead. */
async function portOf({ stdio, stderr }) {
  // Nobody reads it, and it must not wait for that.
  stderr.resume();
  let said = "";
  for await (const text of stdio[3].setEncoding("utf8")) {
    said += text;
    const line = said.split("\n").find((part) => part.includes('"listen"'));
    if (line) return JSON.parse(line).port;
  }
  return undefined;
}

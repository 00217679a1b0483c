import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { listen } from "../listen.js";
import { until } from "./poll.js";
import { Window } from "./window.js";

const MINI_BROWSERS = ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`);

// Without these it waits for graphics that a machine without a screen does not have.
const ENVIRONMENT = {
  LIBGL_ALWAYS_SOFTWARE: "1",
  WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  NO_AT_BRIDGE: "1",
};

/** WebKit, through WebDriver and a screen of its own. */
export async function launch() {
  const port = await freePort();
  const driver = process.env.WEBKIT_DRIVER_PATH ?? "/usr/bin/WebKitWebDriver";
  const args = ["-a", "dbus-run-session", "--", driver, `--port=${port}`];
  // A group of its own, since ending xvfb-run alone leaves its children behind.
  const server = spawn("xvfb-run", args, { env: { ...process.env, ...ENVIRONMENT }, stdio: "ignore", detached: true });
  const stop = () => server.pid && kill(server.pid);
  process.once("exit", stop);
  const call = callerOf(`http://127.0.0.1:${port}`);
  await until("WebKitWebDriver", () => call("GET", "/status").then(() => true));
  return {
    newSession: () => newSession(call),
    async close() {
      process.off("exit", stop);
      const ended = once(server, "exit");
      stop();
      await ended;
    },
  };
}

function kill(group) {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

async function freePort() {
  const { port, close } = await listen(() => {});
  await close();
  return port;
}

const callerOf = (origin) => async (method, path, body) => {
  const response = await fetch(origin + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
};

/** A browser without a past: MiniBrowser keeps nothing from one session to the next. */
async function newSession(callServer) {
  const binary = process.env.WEBKIT_BROWSER_PATH ?? MINI_BROWSERS.find(existsSync);
  const alwaysMatch = { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
  const { sessionId } = await callServer("POST", "/session", { capabilities: { alwaysMatch } });
  const call = (method, path, body) => callServer(method, `/session/${sessionId}${path}`, body);
  await call("POST", "/timeouts", { script: 20_000, pageLoad: 20_000 });
  const handles = () => call("GET", "/window/handles");
  return {
    open: async () => new Window(driverOf(call, (await handles())[0])),
    async openedBy(action) {
      const known = new Set(await handles());
      await action();
      const opened = async () => (await handles()).find((handle) => !known.has(handle));
      return new Window(driverOf(call, await until("a window", opened)));
    },
    count: async () => (await handles()).length,
    close: () => callServer("DELETE", `/session/${sessionId}`),
  };
}

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

function driverOf(call, handle) {
  // A session has one current window; every command says which it means.
  const here = async (...request) => {
    await call("POST", "/window", { handle });
    return call(...request);
  };
  const find = (xpath) => here("POST", "/elements", { using: "xpath", value: xpath });
  return {
    goto: (url) => here("POST", "/url", { url }),
    url: () => here("GET", "/url"),
    async evaluate(expression) {
      const script = `const done = arguments[0]; ${expression}.then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value, error } = await here("POST", "/execute/async", { script, args: [] });
      if (error) throw new Error(error);
      return value;
    },
    click: async (xpath) => call("POST", `/element/${(await find(xpath))[0][ELEMENT]}/click`, {}),
    count: async (xpath) => (await find(xpath)).length,
    close: () => here("DELETE", "/window"),
  };
}

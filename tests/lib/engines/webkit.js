import { spawn } from "node:child_process";
import { once } from "node:events";
import { listen } from "../listen.js";
import { until } from "./poll.js";
import { Window } from "./window.js";

// Without these it waits for graphics that a machine without a screen does not have.
const ENVIRONMENT = {
  LIBGL_ALWAYS_SOFTWARE: "1",
  WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  NO_AT_BRIDGE: "1",
};

// The driver ends with the standard input, so however these tests end: screen and bus then take
// themselves away, which they don't when they are killed.
const WHILE_INPUT_IS_OPEN = '"$@" & cat > /dev/null; kill $!; wait';

/** WebKit, through WebDriver and a screen of its own. */
export async function launch() {
  const port = await freePort();
  const driver = process.env.WEBKIT_DRIVER_PATH ?? "/usr/bin/WebKitWebDriver";
  const command = ["sh", "-c", WHILE_INPUT_IS_OPEN, "sh", driver, `--port=${port}`];
  const server = spawn("xvfb-run", ["-a", "dbus-run-session", "--", ...command], {
    env: { ...process.env, ...ENVIRONMENT },
    stdio: ["pipe", "ignore", "ignore"],
    // Out of reach of Ctrl+C, which would end some of these before the others.
    detached: true,
  });
  const ended = once(server, "exit");
  const close = async () => {
    server.stdin.end();
    await ended;
  };
  const call = callerOf(`http://127.0.0.1:${port}`);
  try {
    await Promise.race([
      until("WebKitWebDriver", () => call("GET", "/status").then(() => true)),
      ended.then(([code]) => Promise.reject(new Error(`WebKitWebDriver has no screen or bus: xvfb-run ended with ${code}.`))),
    ]);
  } catch (error) {
    await close();
    throw error;
  }
  return { newSession: () => newSession(call), close };
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
  const alwaysMatch = { browserName: "MiniBrowser", "webkitgtk:browserOptions": { args: ["--automation"] } };
  const { sessionId } = await callServer("POST", "/session", { capabilities: { alwaysMatch } });
  const call = (method, path, body) => callServer(method, `/session/${sessionId}${path}`, body);
  await call("POST", "/timeouts", { script: 20_000, pageLoad: 20_000 });
  const handles = () => call("GET", "/window/handles");
  return {
    // WebDriver does not tell them.
    errors: [],
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
  return {
    goto: (url) => here("POST", "/url", { url }),
    url: () => here("GET", "/url"),
    async evaluate(expression) {
      const script = `const done = arguments[0]; ${expression}.then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value, error } = await here("POST", "/execute/async", { script, args: [] });
      if (error) throw new Error(error);
      return value;
    },
    async click(xpath) {
      const { [ELEMENT]: id } = await here("POST", "/element", { using: "xpath", value: xpath });
      await call("POST", `/element/${id}/click`, {});
    },
    async clickWhat(expression) {
      const { [ELEMENT]: id } = await here("POST", "/execute/sync", { script: `return ${expression};`, args: [] });
      await call("POST", `/element/${id}/click`, {});
    },
    close: () => here("DELETE", "/window"),
  };
}

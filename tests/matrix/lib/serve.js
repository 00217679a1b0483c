import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { isAbsolute, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Between looks whether a server answers, and for how long, in milliseconds. */
const PAUSE = 200;
const PATIENCE = 120_000;

/**
 * Starts a server of a tool in the project, or of a program by its path. `{port}` among the arguments is the
 * project's, or a free one.
 *
 * @param {import("./project.js").Project} project
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(project, command, ...args) {
  const port = project.port ?? (await freePort());
  const program = isAbsolute(command) ? command : join(project.folder, "node_modules/.bin", command);
  const child = spawn(program, args.map((it) => it.replace("{port}", port)), {
    cwd: project.folder,
    env: { ...process.env, ...project.env, PORT: String(port) },
    // A group of its own, so that what it starts ends with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const ended = once(child, "exit");
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
    await ended;
  };
  const origin = `http://127.0.0.1:${port}`;
  const until = Date.now() + PATIENCE;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(origin).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return { origin, close };
    await pause(PAUSE);
  }
  await close();
  throw new Error(`${command} does not serve: ${output}`);
}

/** A port of 127.0.0.1 that nobody uses. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

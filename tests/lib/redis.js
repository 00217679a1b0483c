import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";

/**
 * Starts a Redis of its own, which keeps nothing on disk and listens on no port.
 *
 * @returns {Promise<{ path: string, close: () => Promise<void> }>} `path` of its socket
 */
export async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), "consentkey-redis-"));
  const path = join(folder, "socket");
  const options = ["--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no", "--dir", folder];
  const redis = spawn(process.env.REDIS_PATH ?? "redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(redis, "exit");
  const close = async () => {
    redis.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  if (await isReady(redis)) return { path, close };
  await close();
  throw new Error("redis-server ended before it was ready");
}

/** A client of the Redis at `path`. */
export const connectTo = (path) => createClient({ socket: { path } }).connect();

/** A store of tokens, as the documentation has it. */
export const storeOf = (redis) => ({
  get: (key) => redis.get(key),
  set: (key, value, expiresIn) => redis.set(key, value, { EX: expiresIn }),
});

/** Whether it says that it is ready, rather than ends. */
function isReady({ stdout }) {
  return new Promise((resolve) => {
    let said = "";
    stdout.setEncoding("utf8");
    stdout.on("data", (text) => {
      said += text;
      if (/ready to accept connections/i.test(said)) resolve(true);
    });
    stdout.on("end", () => resolve(false));
  });
}

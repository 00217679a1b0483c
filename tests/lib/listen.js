import { createServer } from "node:http";
import { once } from "node:events";

/**
 * Serves HTTP on a free port of 127.0.0.1.
 *
 * @param {import("node:http").RequestListener} handler
 * @returns {Promise<{ port: number, close: () => Promise<void> }>} `close` ends open connections too
 */
export async function listen(handler) {
  const server = createServer(handler);
  // Or it closes a connection while a test makes keys, just as the next request goes out on it.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { port: server.address().port, close };
}

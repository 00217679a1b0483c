import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Starts a server on a port, or on any free one where that port is taken.
 *
 * @param {(request: object, response: object) => void} handler
 * @param {{ host: string, port: number }} address port 0: any free one
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function listen(handler, { host, port }) {
  const server = createServer(handler);
  try {
    await start(server, host, port);
  } catch (error) {
    if (error.code !== "EADDRINUSE" || port === 0) {
      throw error;
    }
    await start(server, host, 0);
  }
  const urlHost = host.includes(":") ? `[${host}]` : host;
  return { origin: new URL(`http://${urlHost}:${server.address().port}`).origin, close: () => close(server) };
}

async function start(server, host, port) {
  server.listen(port, host);
  await once(server, "listening");
}

async function close(server) {
  if (!server.listening) {
    return;
  }
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

/**
 * Makes a request that breaks off or fails end by itself, and not the process.
 *
 * @param {(line: string) => void} log
 * @param {(request: object, response: object) => Promise<void>} handler
 * @returns {(request: object, response: object) => Promise<void>}
 */
export function guarded(log, handler) {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch (error) {
      log(`${request.method} ${request.url.split("?")[0]} failed: ${error.message}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  };
}

/**
 * Reads a body up to a size.
 *
 * @param {AsyncIterable<Buffer>} request
 * @param {number} limit bytes
 * @returns {Promise<string | undefined>} undefined where it is larger; what is left of it is not read
 */
export async function readBody(request, limit) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * Sends requests for the same server under another name to its one origin: cookies belong to a host name,
 * and the addresses in discovery are made from the one a request came to.
 *
 * @param {object} request
 * @param {object} response
 * @param {string} origin
 * @returns {boolean} whether the request has been answered with that
 */
export function redirectToOrigin(request, response, origin) {
  if (request.headers.host === new URL(origin).host) {
    return false;
  }
  const isSafe = request.method === "GET" || request.method === "HEAD";
  response.writeHead(isSafe ? 307 : 421, isSafe ? { Location: origin + request.url } : {});
  response.end();
  return true;
}

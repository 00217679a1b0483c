import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { listen } from "./listen.js";

const DIST = new URL("../../pkg/dist/", import.meta.url);
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".map": "application/json" };
const EMPTY = "";

/**
 * Serves an empty page at `/`, further pages, and the built package below `/consentkey/`, without a
 * bundler.
 *
 * @param {string} [host] the name that pages use, default "127.0.0.1"
 * @param {object} [options]
 * @param {Record<string, string>} [options.pages] the bodies of further pages, by path; may be added to later
 * @param {Record<string, string>} [options.headers] of every page; may be changed later
 * @param {Record<string, string>} [options.moves] from the paths of pages to others, as hosts make them prettier
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serveSite(host = "127.0.0.1", { pages = {}, headers = {}, moves = {} } = {}) {
  const { port, close } = await listen(async ({ url }, response) => {
    const { pathname, search } = new URL(url, "http://site.test");
    if (moves[pathname]) return response.writeHead(308, { Location: moves[pathname] + search }).end();
    const [, name] = /^\/consentkey\/([\w.-]+)$/.exec(pathname) ?? [];
    try {
      if (!name) return sendPage(response, pathname === "/" ? (pages["/"] ?? EMPTY) : pages[pathname], headers);
      const body = await readFile(fileURLToPath(new URL(name, DIST)));
      // Frames without an origin of their own ask for modules across origins.
      const type = TYPES[/\.\w+$/.exec(name)[0]];
      response.writeHead(200, { "Content-Type": type, "Access-Control-Allow-Origin": "*" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return { origin: `http://${host}:${port}`, close };
}

function sendPage(response, body, headers) {
  const status = body === undefined ? 404 : 200;
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8", ...headers });
  response.end(`<!doctype html><title>Test page</title><link rel="icon" href="data:,"><body>${body ?? ""}`);
}

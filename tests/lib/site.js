import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { listen } from "./listen.js";

const DIST = new URL("../../pkg/dist/", import.meta.url);
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".map": "application/json" };
const PAGE = '<!doctype html><title>Test page</title><link rel="icon" href="data:,">';

/**
 * Serves an empty page at `/` and the built package below `/consentkey/`, without a bundler.
 *
 * @param {string} [host] the name that pages use, default "127.0.0.1"
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serveSite(host = "127.0.0.1") {
  const { port, close } = await listen(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://site.test");
    const [, name] = /^\/consentkey\/([\w.]+)$/.exec(pathname) ?? [];
    try {
      const body = name ? await readFile(fileURLToPath(new URL(name, DIST))) : PAGE;
      const type = name ? TYPES[/\.\w+$/.exec(name)[0]] : "text/html; charset=utf-8";
      response.writeHead(name || pathname === "/" ? 200 : 404, { "Content-Type": type });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return { origin: `http://${host}:${port}`, close };
}

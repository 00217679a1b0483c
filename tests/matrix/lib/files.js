import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };

/**
 * Sends a file of a folder, as a server does that was told nothing: without a charset.
 *
 * @param {import("node:http").ServerResponse} response
 * @param {string} folder
 * @param {string} path of the request
 * @param {Record<string, string>} [headers] further ones
 */
export async function sendFile(response, folder, path, headers = {}) {
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  if (!(await stat(file).catch(() => null))?.isFile()) return response.writeHead(404, { "Content-Type": "text/html" }).end("<!doctype html>");
  response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", ...headers }).end(await readFile(file));
}

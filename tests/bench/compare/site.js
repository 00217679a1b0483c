import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import { listen } from "../../lib/listen.js";
import { CLIENTS, LOGIN_CLIENTS } from "./clients.js";

const PEERS = fileURLToPath(new URL("../peers/", import.meta.url));
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
// Isolated pages have a clock of 5 µs.
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** What a page does with its client, and what it takes of the client's module. */
const PAGES = {
  login: { run: "runLogin", from: "login.js", takes: "open, login, finish", clients: LOGIN_CLIENTS },
  start: { run: "runStart", from: "login.js", takes: "open, login", clients: LOGIN_CLIENTS },
  calls: { run: "exposeCalls", from: "calls.js", takes: "open, authorize", clients: CLIENTS },
};

/** @typedef {{ raw: number, gzip: number, brotli: number }} Size in bytes */
/** @typedef {{ path: string, size: Size }} Served a script that was sent, or WebAssembly */

/**
 * Serves each client's pages as a server that compresses well does: scripts with brotli, and for the cache.
 *
 * @param {string} issuer of the provider that the pages are set up for
 * @returns {Promise<{ address: (name: string, page: keyof typeof PAGES) => string, served: () => Served[], close: () => Promise<void> }>}
 *   `served` answers what was sent since it was last asked
 */
export async function serveClients(issuer) {
  const files = new Map();
  for (const [page, recipe] of Object.entries(PAGES)) {
    for (const { name } of recipe.clients) {
      files.set(`/${name}/${page}/`, htmlFile(name, page));
      for (const { path, contents } of await bundle(name, recipe, issuer)) {
        files.set(`/${name}/${page}/${path}`, await scriptFile(path, contents));
      }
    }
  }
  let log = [];
  const { port, close } = await listen(({ url }, response) => {
    const { pathname } = new URL(url, "http://site");
    const file = files.get(pathname);
    if (!file) return response.writeHead(404).end();
    if (file.size) log.push({ path: pathname, size: file.size });
    response.writeHead(200, file.headers).end(file.body);
  });
  return {
    address: (name, page) => `http://127.0.0.1:${port}/${name}/${page}/`,
    served: () => log.splice(0),
    close,
  };
}

function htmlFile(name, page) {
  const body = `<!doctype html><title>${name}</title><link rel="icon" href="data:,"><script type="module" src="app.js"></script>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" };
  return { headers: page === "calls" ? { ...headers, ...ISOLATED } : headers, body };
}

async function scriptFile(path, contents) {
  const bytes = Buffer.from(contents);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [body, zipped] = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes, { level: 9 })]);
  const headers = {
    "Content-Type": TYPES[extname(path)],
    "Content-Encoding": "br",
    "Content-Length": body.length,
    "Cache-Control": "public, max-age=31536000, immutable",
  };
  return { headers, body, size: { raw: bytes.length, gzip: zipped.length, brotli: body.length } };
}

/** Every client is bundled alike: in parts, where it loads parts of itself later. */
async function bundle(name, { run, from, takes }, issuer) {
  const contents = `import { ${run} } from "./pages/${from}"; import { ${takes} } from "./clients/${name}.js"; ${run}({ ${takes} });`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: PEERS, sourcefile: "app.js" },
    entryNames: "app",
    outdir: "/",
    bundle: true,
    write: false,
    format: "esm",
    splitting: true,
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    minify: true,
    legalComments: "none",
    define: { ISSUER: JSON.stringify(issuer) },
  });
  return outputFiles.map((file) => ({ path: basename(file.path), contents: file.contents }));
}

import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { listen } from "../lib/listen.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * Serves one page for each client, with the client in it, at `/` and its name.
 *
 * @param {string[]} names
 * @returns {Promise<{ address: (name: string, host?: string) => string, close: () => Promise<void> }>}
 */
export async function serveClients(names) {
  const scripts = new Map(await Promise.all(names.map(async (name) => [`/${name}.js`, await bundle(name)])));
  const files = new Map([...scripts].map(([path, body]) => [path, { type: "text/javascript", body }]));
  for (const name of names) files.set(`/${name}`, { type: "text/html; charset=utf-8", body: html(name) });
  const { port, close } = await listen(({ url }, response) => {
    const file = files.get(new URL(url, "http://site").pathname);
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": file.type }).end(file.body);
  });
  return { address: (name, host = "127.0.0.1") => `http://${host}:${port}/${name}`, close };
}

function html(name) {
  return `<!doctype html><title>${name}</title><link rel="icon" href="data:,"><script type="module" src="/${name}.js"></script>`;
}

async function bundle(name) {
  const contents = `import { expose } from "./page.js"; import * as client from "./clients/${name}.js"; expose(client);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  return outputFiles[0].text;
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkServer } from "../../lib/server.js";

export const title = "Cloudflare Workers (bundled by Wrangler, run by Miniflare in workerd)";

export async function run(project) {
  await project.run("wrangler", "deploy", "--dry-run", "--outdir=out");
  const { Miniflare } = await import(pathToFileURL(join(project.folder, "node_modules/miniflare/dist/src/index.js")));
  const files = (await project.run("ls", "out")).trim().split("\n").filter((name) => /\.(js|wasm)$/.test(name));
  // The worker is the first.
  const modules = files.sort((a) => (a === "worker.js" ? -1 : 1)).map((path) => ({ type: path.endsWith(".wasm") ? "CompiledWasm" : "ESModule", path }));
  const contents = await Promise.all(modules.map(async (it) => ({ ...it, contents: await readFile(join(project.folder, "out", it.path)) })));
  const worker = new Miniflare({ modules: contents, modulesRoot: "/", compatibilityDate: "2025-10-01" });
  try {
    await checkServer(async (settings) => {
      const answer = await worker.dispatchFetch("http://worker/", { method: "POST", body: JSON.stringify(settings) });
      return answer.text();
    });
  } finally {
    await worker.dispose();
  }
}

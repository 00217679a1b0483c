import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { basename } from "node:path";
import { BROWSER_CORE, CORES, SERVER_CORE, START_CORE, glueOf } from "./cores.mjs";
import { embed, importModule } from "./embed.mjs";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { stampedStep } from "./stamp.mjs";
import { Failure } from "./steps.mjs";

/** What each entry of the package consists of, as far as it is downloaded: before a login, and with all its checks. */
export const ENTRIES = {
  "before a login": ["pkg/dist/index.js"],
  consentkey: ["pkg/dist/index.js", "pkg/dist/finish.js"],
  "consentkey/tcf": ["pkg/dist/tcf.js"],
  "consentkey/server": ["pkg/dist/server.js"],
};

// The two deviations from -Oz each make the file bigger and what travels, compressed, smaller:
// by 2.3 % and 0.5 % with brotli.
const WASM_OPT = [
  "-Oz",
  "--one-caller-inline-max-function-size=0",
  "--skip-pass=local-cse",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
];

/** Makes the WebAssembly of the package smaller. */
export async function optimizeWasm() {
  for (const core of [START_CORE, ...CORES]) {
    const from = core === START_CORE ? core.compiled : glueOf(core).wasm;
    const facts = { inputs: [from, "node_modules/binaryen/package.json"], values: WASM_OPT, outputs: [core.wasm] };
    const step = `wasm-opt-${core.runsIn.replaceAll(" ", "-")}`;
    await stampedStep(`WebAssembly for ${core.runsIn} with wasm-opt`, step, facts, async () => {
      await mkdir(at("pkg/dist"), { recursive: true });
      await run(process.execPath, ["node_modules/binaryen/bin/wasm-opt", from, "-o", core.wasm, ...WASM_OPT], {
        failure: "wasm-opt can't read the core: see its words above, then run `npm run build`.",
      });
    });
  }
}

/** Puts the package's JavaScript, types and licenses together. */
export async function bundlePackage() {
  const licenses = (await readdir(at("."))).filter((name) => name.startsWith("LICENSE-"));
  const glue = CORES.map((core) => glueOf(core).script);
  const steps = ["scripts/lib/bundle.mjs", "scripts/lib/embed.mjs", "node_modules/esbuild/package.json"];
  const inputs = ["pkg/src", ...glue, ...[START_CORE, ...CORES].map(({ wasm }) => wasm), ...steps, ...licenses];
  const outputs = ["pkg/dist", ...licenses.map((name) => `pkg/${name}`)];
  await stampedStep("JavaScript with esbuild", "bundle", { inputs, outputs }, async () => {
    await removeAllButWasm();
    // A file of its own, which index.js loads when it is needed.
    await bundle("finish.js", { embedded: await embed(BROWSER_CORE.wasm) });
    await bundle("index.js", { external: ["./finish.js"], embedded: await embed(START_CORE.wasm) });
    await bundle("tcf.js");
    // Readable, since Node shows the line that an error comes from.
    const server = { plugins: [onServerCore], platform: "node", minify: false };
    await bundle("server.js", { ...server, embedded: await embed(SERVER_CORE.wasm) });
    // Cloudflare's workerd compiles no bytes, and gives a module for the file.
    await bundle("server.js", { ...server, outfile: "server.workerd.js", embedded: importModule(`./${basename(SERVER_CORE.wasm)}`) });
    await copyTypes();
    await Promise.all(licenses.map((name) => copyFile(at(name), at(`pkg/${name}`))));
  });
}

async function removeAllButWasm() {
  const names = (await readdir(at("pkg/dist"))).filter((name) => !name.endsWith(".wasm"));
  await Promise.all(names.map((name) => rm(at(`pkg/dist/${name}`), { recursive: true })));
}

/** The server's entry shares the sources of the browser's and runs on a core of its own. */
const onServerCore = {
  name: "server core",
  setup({ onResolve }) {
    onResolve({ filter: /\/core\/glue\.js$/ }, () => ({ path: at(glueOf(SERVER_CORE).script) }));
  },
};

async function bundle(name, { outfile = name, plugins = [], external = [], embedded = {}, ...options } = {}) {
  const { build } = await import("esbuild");
  try {
    await build({
      entryPoints: [at(`pkg/src/${name}`)],
      outfile: at(`pkg/dist/${outfile}`),
      bundle: true,
      format: "esm",
      platform: "neutral",
      target: "es2022",
      minify: true,
      sourcemap: "linked",
      logLevel: "silent",
      ...embedded,
      ...options,
      external: [...external, ...(embedded.external ?? [])],
      plugins: [...plugins, ...(embedded.plugins ?? [])],
    });
  } catch (error) {
    throw new Failure(`pkg/src/${name} can't be bundled: see esbuild's words above, then run \`npm run build\`.`, {
      output: error.message,
    });
  }
}

async function copyTypes() {
  const names = (await readdir(at("pkg/src"))).filter((name) => name.endsWith(".d.ts"));
  await Promise.all(names.map((name) => copyFile(at(`pkg/src/${name}`), at(`pkg/dist/${name}`))));
}

import { basename } from "node:path";
import { BROWSER_CORE, SERVER_CORE, START_CORE, glueOf } from "./cores.mjs";
import { embed, importModule, standIn } from "./embed.mjs";
import { NOWASM } from "./nowasm.mjs";
import { at } from "./paths.mjs";

/** What each entry of the package consists of, as far as it is downloaded: before a login, and with all its checks. */
export const ENTRIES = {
  "before a login": ["pkg/dist/index.js"],
  consentkey: ["pkg/dist/index.js", "pkg/dist/finish.js"],
  "client.diagnose()": ["pkg/dist/diagnose.js"],
  "consentkey/inline": ["pkg/dist/inline.js"],
  "consentkey/tcf": ["pkg/dist/tcf.js"],
  // Beside what a page loads of `consentkey` for them.
  "consentkey/elements": ["pkg/dist/elements.js"],
  "consentkey/cmp/usercentrics": ["pkg/dist/cmp-usercentrics.js"],
  "consentkey/cmp/sourcepoint": ["pkg/dist/cmp-sourcepoint.js"],
  "consentkey/cmp/consentmanager": ["pkg/dist/cmp-consentmanager.js"],
  "consentkey/nowasm": ["pkg/dist/nowasm.js"],
  "consentkey/server": ["pkg/dist/server.js"],
  "consentkey.global.js": ["pkg/dist/consentkey.global.js"],
};

const START = { start: START_CORE.wasm };
const FINISH = { core: BROWSER_CORE.wasm };

const SHARED = { bundle: true, target: "es2022", logLevel: "silent" };
const MODULE = { ...SHARED, format: "esm", platform: "neutral", minify: true, sourcemap: "linked" };
// Readable, since Node shows the line that an error comes from.
const SERVER = { ...MODULE, platform: "node", minify: false };
// Loads the main entry, which is in the same folder.
const BESIDE_MAIN = { external: ["./index.js"] };
const COMMONJS = { sourcemap: false, format: "cjs" };

/** Options of esbuild by file of `pkg/dist`, and `source` in `pkg/src`. */
export const BUNDLES = Object.entries({
  // The second half is a file of its own, which the first loads when it is needed; in the others they are one.
  "index.js": async () => ({ ...MODULE, source: "browser/index.js", external: ["./finish.js"], ...(await embed(START)) }),
  "finish.js": async () => ({ ...MODULE, source: "browser/finish.js", external: ["./diagnose.js"], ...lent(await embed(FINISH)) }),
  "diagnose.js": () => ({ ...MODULE, source: "browser/diagnose.js" }),
  "inline.js": async () => ({ ...MODULE, source: "browser/index.js", ...whole(await embed({ ...START, ...FINISH })) }),
  "index.cjs": async () => ({ ...MODULE, ...COMMONJS, source: "browser/index.js", ...whole(await embed({ ...START, ...FINISH })) }),
  "consentkey.global.js": async () => ({ ...MODULE, sourcemap: false, ...(await globalScript()) }),
  "nowasm.js": () => ({ ...MODULE, source: "browser/nowasm.js", sourcemap: false, ...nowasm }),
  "nowasm.cjs": () => ({ ...MODULE, ...COMMONJS, source: "browser/nowasm.js", ...nowasm }),
  "tcf.js": () => ({ ...MODULE, source: "tcf/tcf.js" }),
  "tcf.cjs": () => ({ ...MODULE, ...COMMONJS, source: "tcf/tcf.js" }),
  "elements.js": () => ({ ...MODULE, source: "browser/elements.js", ...BESIDE_MAIN }),
  "elements.cjs": () => ({ ...MODULE, ...COMMONJS, source: "browser/elements.js", ...BESIDE_MAIN }),
  ...Object.fromEntries(["usercentrics", "sourcepoint", "consentmanager"].flatMap(cmp)),
  "server.js": async () => ({ ...SERVER, source: "server/server.js", ...withGlue(SERVER_CORE, await embed({ core: SERVER_CORE.wasm })) }),
  "server.cjs": async () => ({
    ...SERVER,
    ...COMMONJS,
    source: "server/server.js",
    ...withGlue(SERVER_CORE, await embed({ core: SERVER_CORE.wasm })),
  }),
  // These compile no bytes, and give a module for the file.
  "server.workerd.js": () => serverOn(`./${basename(SERVER_CORE.wasm)}`),
  "server.edge.js": () => serverOn(`./${basename(SERVER_CORE.wasm)}?module`),
});

function cmp(name) {
  const source = `tcf/cmp-${name}.js`;
  return [
    [`cmp-${name}.js`, () => ({ ...MODULE, source })],
    [`cmp-${name}.cjs`, () => ({ ...MODULE, ...COMMONJS, source })],
  ];
}

function serverOn(specifier) {
  return { ...SERVER, source: "server/server.js", ...withGlue(SERVER_CORE, importModule(specifier)) };
}

const nowasm = redirectGlue(NOWASM.script, whole(standIn(NOWASM)));

/** Entries share the sources of the browser's, and run on cores of their own. */
function withGlue(core, options) {
  return redirectGlue(glueOf(core).script, options);
}

function redirectGlue(script, options) {
  return redirect(/\/core\/glue\.js$/, script, options);
}

/** With what the first half lends: a page that loads the second has it. */
function lent(options) {
  return redirect(/\/sentences\.js$/, "pkg/src/browser/lent-sentences.js", options);
}

/** Both halves and the diagnosis in one file. */
function whole(options) {
  const inFinish = redirect(/\/import-diagnose\.js$/, "pkg/src/browser/have-diagnose.js", options);
  return redirect(/\/import-finish\.js$/, "pkg/src/browser/have-finish.js", inFinish);
}

function redirect(filter, path, { plugins, ...options }) {
  const plugin = {
    name: `redirect-${path}`,
    setup({ onResolve }) {
      onResolve({ filter }, () => ({ path: at(path) }));
    },
  };
  return { ...options, plugins: [plugin, ...plugins] };
}

/** One function around everything, so that the core's text is no global variable. */
async function globalScript() {
  const { footer, ...embedded } = whole(await embed({ ...START, ...FINISH }, { isScript: true }));
  return {
    source: "browser/global.js",
    format: "iife",
    banner: { js: "(()=>{" },
    footer: { js: `${footer.js}})();` },
    ...embedded,
  };
}

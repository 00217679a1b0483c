import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { setPriority } from "node:os";
import { pathToFileURL } from "node:url";
import { at, root } from "../paths.mjs";

/** Where the demo has the documentation. */
export const DOCS_PATH = "/docs/";
const OUT = "target/docs-beside-demo";

/**
 * Builds the documentation in a process of its own, so that nothing else waits for it, and serves it when it is there.
 *
 * @param {{ build?: () => Promise<boolean>, out?: string }} [options] `build` tells whether it went well
 * @returns {{ handle: (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, next: () => void) => void, ready: Promise<void>, close: () => void }}
 *   `handle` is given addresses below `DOCS_PATH`, without it
 */
export function docsServer({ build, out = OUT } = {}) {
  const child = build ? null : startBuild(out);
  let handle = waiting;
  const ready = (build ? build() : child.ended).then(async (isBuilt) => {
    handle = isBuilt ? await filesOf(out) : failed;
  });
  return { handle: (...args) => handle(...args), ready, close: () => child?.kill() };
}

function startBuild(out) {
  const child = spawn(process.execPath, [at("scripts/docs.mjs"), `--base=${DOCS_PATH}`, `--out=${out}`], { cwd: root, stdio: "ignore" });
  child.once("spawn", () => setPriority(child.pid, 10));
  const kill = () => child.kill();
  process.once("exit", kill);
  const ended = new Promise((resolve) => {
    const end = (code) => {
      process.off("exit", kill);
      resolve(code === 0);
    };
    child.once("error", () => end(1));
    child.once("close", end);
  });
  return { ended, kill };
}

async function filesOf(out) {
  const { default: sirv } = await import(pathToFileURL(createRequire(at("site/package.json")).resolve("sirv")));
  const setHeaders = (response, path) => {
    if (/\.(md|txt)$/.test(path)) response.setHeader("Content-Type", "text/plain; charset=utf-8");
  };
  const files = sirv(at(out), { etag: true, setHeaders });
  return (request, response) => files(request, response, () => say(response, 404, "There is no such page in the documentation."));
}

function waiting(_, response) {
  response.setHeader("Refresh", "3");
  say(response, 503, "The documentation is being built, which takes about a minute the first time. This page waits for it.");
}

function failed(_, response) {
  say(response, 500, "The documentation can't be built. `npm run docs` says why.");
}

function say(response, status, sentence) {
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  response.end(`<!doctype html><meta name="color-scheme" content="light dark"><title>consentkey</title><body style="font-family:system-ui;margin:15vh auto;max-width:32em;padding:1em"><p>${sentence}</p>`);
}

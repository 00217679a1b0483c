// The package as npm ships it, and as others' tools take it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { after, before, describe, test } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { launchChromium } from "../lib/chromium.js";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGE = join(ROOT, "pkg");

let folder, installed;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "consentkey-"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: PACKAGE });
  const packed = JSON.parse(stdout);
  installed = { ...(Array.isArray(packed) ? packed[0] : Object.values(packed)[0]), at: join(folder, "node_modules/consentkey") };
  await mkdir(installed.at, { recursive: true });
  await run("tar", ["xzf", join(folder, installed.filename), "-C", installed.at, "--strip-components=1"]);
  await writeFile(join(folder, "package.json"), '{ "type": "module", "private": true }');
});
after(() => rm(folder, { recursive: true, force: true }));

test("holds these files and no others", () => {
  assert.deepEqual(installed.files.map(({ path }) => path).sort(), [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "NOTICES",
    "README.md",
    "bin/consentkey.js",
    "bin/doctor.js",
    "cmp/consentmanager/package.json",
    "cmp/sourcepoint/package.json",
    "cmp/usercentrics/package.json",
    "consentkey-server.wasm/package.json",
    "consentkey.wasm/package.json",
    "dist/bankid.d.cts",
    "dist/bankid.d.ts",
    "dist/cmp-consentmanager.cjs",
    "dist/cmp-consentmanager.d.cts",
    "dist/cmp-consentmanager.d.ts",
    "dist/cmp-consentmanager.js",
    "dist/cmp-consentmanager.js.map",
    "dist/cmp-sourcepoint.cjs",
    "dist/cmp-sourcepoint.d.cts",
    "dist/cmp-sourcepoint.d.ts",
    "dist/cmp-sourcepoint.js",
    "dist/cmp-sourcepoint.js.map",
    "dist/cmp-usercentrics.cjs",
    "dist/cmp-usercentrics.d.cts",
    "dist/cmp-usercentrics.d.ts",
    "dist/cmp-usercentrics.js",
    "dist/cmp-usercentrics.js.map",
    "dist/consentkey-server.wasm",
    "dist/consentkey.global.js",
    "dist/consentkey.wasm",
    "dist/consentkey.wasm.d.cts",
    "dist/consentkey.wasm.d.ts",
    "dist/diagnose.js",
    "dist/diagnose.js.map",
    "dist/diagnosis.d.cts",
    "dist/diagnosis.d.ts",
    "dist/elements.cjs",
    "dist/elements.d.cts",
    "dist/elements.d.ts",
    "dist/elements.js",
    "dist/elements.js.map",
    "dist/error.d.cts",
    "dist/error.d.ts",
    "dist/finish.js",
    "dist/finish.js.map",
    "dist/grant.d.cts",
    "dist/grant.d.ts",
    "dist/index.cjs",
    "dist/index.d.cts",
    "dist/index.d.ts",
    "dist/index.js",
    "dist/index.js.map",
    "dist/inline.js",
    "dist/inline.js.map",
    "dist/nowasm.cjs",
    "dist/nowasm.js",
    "dist/options.d.cts",
    "dist/options.d.ts",
    "dist/permissions.d.cts",
    "dist/permissions.d.ts",
    "dist/platform.d.cts",
    "dist/platform.d.ts",
    "dist/relay.d.cts",
    "dist/relay.d.ts",
    "dist/server.cjs",
    "dist/server.d.cts",
    "dist/server.d.ts",
    "dist/server.edge.js",
    "dist/server.edge.js.map",
    "dist/server.js",
    "dist/server.js.map",
    "dist/server.workerd.js",
    "dist/server.workerd.js.map",
    "dist/tc-facts.d.cts",
    "dist/tc-facts.d.ts",
    "dist/tcf.cjs",
    "dist/tcf.d.cts",
    "dist/tcf.d.ts",
    "dist/tcf.js",
    "dist/tcf.js.map",
    "elements/package.json",
    "inline/package.json",
    "nowasm/package.json",
    "package.json",
    "server/package.json",
    "tcf/package.json",
  ]);
});

test("tells the license of every library that is in the core", async () => {
  const notices = await readFile(join(installed.at, "NOTICES"), "utf8");
  const cargo = await readFile(join(ROOT, "Cargo.toml"), "utf8");
  const tables = cargo.split(/^\[/m).filter((table) => /^(dependencies|target\..*\.dependencies)\]/.test(table));
  const names = tables.flatMap((table) => Array.from(table.matchAll(/^([\w-]+) = /gm), ([, name]) => name));
  assert.ok(names.length > 5);
  for (const name of names) assert.match(notices, new RegExp(`^${name} \\d`, "m"), name);
});

test("has nothing that publint finds wrong", async () => {
  const { messages } = await publint({ pkgDir: installed.at, level: "warning", strict: true });
  assert.deepEqual(messages, []);
});

test("has types that TypeScript finds for every entry, however it resolves modules", async () => {
  const tarball = await readFile(join(folder, installed.filename));
  const { problems, entrypoints } = await checkPackage(createPackageFromTarballData(tarball));
  assert.deepEqual(problems.map(({ kind, entrypoint, resolutionKind }) => `${kind} ${entrypoint ?? ""} ${resolutionKind ?? ""}`), []);
  assert.deepEqual(Object.keys(entrypoints).sort(), [".", "./cmp/consentmanager", "./cmp/sourcepoint", "./cmp/usercentrics", "./consentkey-server.wasm", "./consentkey.wasm", "./elements", "./inline", "./nowasm", "./package.json", "./server", "./tcf"]);
});

test("the README that is packed names the hash of the script that is packed", async () => {
  const script = await readFile(join(installed.at, "dist/consentkey.global.js"));
  const readme = await readFile(join(installed.at, "README.md"), "utf8");
  assert.ok(readme.includes(`integrity="sha384-${createHash("sha384").update(script).digest("base64")}"`));
  assert.match(await readFile(join(PACKAGE, "README.md"), "utf8"), /integrity="sha384-…"/);
});

test("runs in CommonJS, where a test environment lacks what it needs too", async () => {
  const script = `
    const { codec } = process.env;
    if (codec === "missing") for (const name of ["TextDecoder", "TextEncoder", "fetch", "FinalizationRegistry"]) delete globalThis[name];
    const { createNetidClient, default: init, ConsentKeyError } = require("consentkey");
    const { connectTcf } = require("consentkey/tcf");
    const { decodeAccessToken } = require("consentkey/server");
    const options = { clientId: "Größe € \u{1f36a}", redirectUri: "https://a.example/", storage: "memory" };
    createNetidClient(options).then((client) => {
      const found = [typeof init, typeof connectTcf, typeof decodeAccessToken, new ConsentKeyError("network", "") instanceof Error];
      console.log([new URL(client.authorize().url).searchParams.get("client_id"), ...found].join(" "));
    });`;
  for (const codec of ["there", "missing"]) {
    const { stdout } = await run(process.execPath, ["--input-type=commonjs", "--eval", script], { cwd: folder, env: { ...process.env, codec } });
    assert.equal(stdout.trim(), "Größe € 🍪 function function function true");
  }
});

test("holds no path of the machine that built it", async () => {
  const home = process.env.HOME;
  for (const { path } of installed.files) {
    const text = (await readFile(join(installed.at, path))).toString("latin1");
    for (const trace of [ROOT, `${home}/.cargo`, "/registry/src/", "/rustlib/"]) {
      assert.equal(text.includes(trace), false, `${path} holds ${trace}`);
    }
  }
});

test("runs in Node from where it was installed", async () => {
  const script = `
    import { createNetidClient } from "consentkey";
    import { readFile } from "node:fs/promises";
    const client = await createNetidClient({ clientId: "c", redirectUri: "https://a.example/", storage: "memory" });
    await readFile(new URL(import.meta.resolve("consentkey/consentkey.wasm")));
    console.log(client.authorize().url.split("?")[0]);`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder });
  assert.equal(stdout.trim(), "https://broker.netid.de/authorize");
});

test("has a command, which runs from where it was installed", async () => {
  const { bin } = JSON.parse(await readFile(join(installed.at, "package.json"), "utf8"));
  const { stdout } = await run(process.execPath, [join(installed.at, bin.consentkey), "doctor", "--help"], { cwd: folder });
  assert.match(stdout, /^Usage: consentkey doctor/);
});

describe("a page of Vite", () => {
  let browser, vite;

  before(async () => {
    browser = await launchChromium();
    vite = await import("vite");
    await writeFile(join(folder, "index.html"), '<!doctype html><script type="module" src="/main.js"></script>');
    await writeFile(
      join(folder, "main.js"),
      `import { createNetidClient } from "consentkey";
       createNetidClient({ clientId: "c", redirectUri: location.origin + "/" })
         .then((client) => (document.title = new URL(client.authorize().url).host), ({ code }) => (document.title = code));`,
    );
  });
  after(() => browser?.close());

  async function titleAt(server) {
    const page = await browser.newPage();
    try {
      await page.goto(server.resolvedUrls.local[0]);
      await page.waitForFunction(() => document.title !== "");
      return await page.title();
    } finally {
      await server.close();
    }
  }

  const shared = () => ({ root: folder, configFile: false, logLevel: "silent", cacheDir: join(folder, "node_modules/.vite") });

  test("works with the development server, dependencies bundled beforehand", async () => {
    const server = await vite.createServer({ ...shared(), server: { host: "127.0.0.1", port: 0 } });
    await server.listen();
    assert.equal(await titleAt(server), "broker.netid.de");
  });

  test("works when it is built", async () => {
    await vite.build(shared());
    const server = await vite.preview({ ...shared(), preview: { host: "127.0.0.1", port: 0 } });
    assert.equal(await titleAt(server), "broker.netid.de");
  });
});

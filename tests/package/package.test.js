// The package as npm ships it, and as others' tools take it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { after, before, describe, test } from "node:test";
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
    "dist/bankid.d.ts",
    "dist/consentkey-server.wasm",
    "dist/consentkey.wasm",
    "dist/error.d.ts",
    "dist/grant.d.ts",
    "dist/index.d.ts",
    "dist/index.js",
    "dist/index.js.map",
    "dist/options.d.ts",
    "dist/permissions.d.ts",
    "dist/server.d.ts",
    "dist/server.js",
    "dist/server.js.map",
    "dist/server.workerd.js",
    "dist/server.workerd.js.map",
    "dist/tc-facts.d.ts",
    "dist/tcf.d.ts",
    "dist/tcf.js",
    "dist/tcf.js.map",
    "package.json",
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

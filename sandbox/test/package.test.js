// The sandbox as npm ships it, started as `npx consentkey-sandbox` does.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const SANDBOX = fileURLToPath(new URL("..", import.meta.url));
const INSTALLED = fileURLToPath(new URL("../../node_modules", import.meta.url));
const PAGE = "http://localhost:5173/";

describe("the package consentkey-sandbox", () => {
  let folder, files, command;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "consentkey-sandbox-"));
    const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: SANDBOX });
    const packed = JSON.parse(stdout);
    const { filename, files: listed } = Array.isArray(packed) ? packed[0] : Object.values(packed)[0];
    files = listed.map(({ path }) => path);
    const place = join(folder, "node_modules/consentkey-sandbox");
    await mkdir(place, { recursive: true });
    await run("tar", ["xzf", join(folder, filename), "-C", place, "--strip-components=1"]);
    // What its manifest names and nothing else, without asking a registry.
    const { bin, dependencies } = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
    for (const name of Object.keys(dependencies)) await symlink(join(INSTALLED, name), join(folder, "node_modules", name));
    command = join(place, bin["consentkey-sandbox"]);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function start(t, ...args) {
    const child = spawn(process.execPath, [command, ...args], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    t.after(async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    });
    const lines = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line.startsWith("Options for createBankidClient")) break;
    }
    const said = lines.join("\n");
    return { said, options: JSON.parse(said.match(/createNetidClient in your page:\n([^]*?^\})/m)[1]) };
  }

  it("holds its sources, what one reads first and the licenses", () => {
    const others = files.filter((path) => !path.startsWith("src/")).sort();
    assert.deepEqual(others, ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json"]);
  });

  it("serves the page that is named, and says what to give to its client", async (t) => {
    const { options } = await start(t, PAGE, "--port=0");
    assert.equal(options.redirectUri, PAGE);
    assert.equal(new URL(options.endpoints.issuer).hostname, "localhost");
    const statusFor = async (redirectUri) => {
      const url = new URL(options.endpoints.authorization);
      url.search = new URLSearchParams({
        response_type: "code",
        client_id: options.clientId,
        redirect_uri: redirectUri,
        scope: "permission_management",
        state: "abc",
        code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        code_challenge_method: "S256",
      });
      return (await fetch(url, { redirect: "manual" })).status;
    };
    assert.equal(await statusFor(PAGE), 303);
    assert.equal(await statusFor(`${PAGE}other`), 400);
  });

  it("is on the host of the page, and names a port that was taken", async (t) => {
    const other = createServer().listen(0, "127.0.0.1");
    t.after(() => other.close());
    await once(other, "listening");
    const { port } = other.address();
    const { said, options } = await start(t, "http://127.0.0.1:5173/", `--port=${port}`);
    assert.equal(new URL(options.endpoints.issuer).hostname, "127.0.0.1");
    assert.match(said, new RegExp(`^Port ${port} is taken`, "m"));
  });

  for (const args of [[], ["not-an-address"], [PAGE, "--port=http"], [PAGE, "--port=70000"], [PAGE, "--prot=1"]]) {
    it(`says how it is used: ${args.join(" ") || "no redirect URI"}`, async () => {
      const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "ignore", "pipe"] });
      const [said, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
      assert.equal(code, 1);
      assert.match(said, /^Usage: npx consentkey-sandbox /m);
      assert.doesNotMatch(said, /^ {4}at /m);
    });
  }
});

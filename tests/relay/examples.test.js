// The examples, run as they are: pasted from the README, and those of the folder.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { startWorker } from "../lib/workerd.js";

const at = (path) => new URL(`../../${path}`, import.meta.url);
const HERE = fileURLToPath(new URL(".", import.meta.url));
const SECRETS = {
  NETID_CLIENT_ID: "client",
  NETID_SECRET: "secret",
  REDIRECT_URI: "https://publisher.example/",
  RELAY_SECRET: "a secret of at least thirty-two bytes",
};
const LISTENING = 'createServer = (listener) => { const server = http.createServer(listener); server.on("listening", () => console.log(JSON.stringify(server.address()))); return server; }';

/** Runs a module where the package can be found, and asks its relay for permissions. */
async function codeOfNode(source) {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { cwd: HERE, env: { ...process.env, ...SECRETS, PORT: "0" } });
  try {
    const [told] = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(([code]) => assert.fail(`ended with ${code}`))]);
    const { port } = JSON.parse(String(told));
    return await codeOfRelay(`http://127.0.0.1:${port}`);
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
}

async function codeOfRelay(origin) {
  const answer = await fetch(`${origin}/consentkey/permissions`);
  return [answer.status, (await answer.json()).code];
}

test("the README's relay works when it is pasted, and has fifteen lines at most", async () => {
  const readme = await readFile(at("README.md"), "utf8");
  const [example] = Array.from(readme.matchAll(/```js\n([\s\S]*?)```/g), ([, text]) => text).filter((text) => text.includes("createRelay("));
  assert.ok(example.trim().split("\n").length <= 15);
  // A free port, which is told.
  const pasted = example.replace("listen(3000)", "listen(0)").replace('import { createServer } from "node:http";', `import http from "node:http"; const ${LISTENING};`);
  assert.deepEqual(await codeOfNode(pasted), [401, "grant_missing"]);
});

test("the server of the folder answers", async () => {
  assert.deepEqual(await codeOfNode(await readFile(at("examples/relay/server.js"), "utf8")), [401, "grant_missing"]);
});

test("the worker of the folder answers in workerd, to requests one after the other and at once", async () => {
  const worker = await startWorker(fileURLToPath(at("examples/relay/worker.js")), { env: SECRETS });
  try {
    for (let time = 0; time < 2; time += 1) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => worker.ask("/consentkey/permissions")));
      for (const { status, body } of answers) assert.deepEqual([status, JSON.parse(body).code], [401, "grant_missing"]);
    }
  } finally {
    await worker.close();
  }
});

// The demo's server, which people will take for an example.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { createBankidApi } from "../server/bankid.js";

let sandbox, server, origin;
before(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { issuer, clients } = sandbox.bankid;
  const api = await createBankidApi({ issuer, ...clients["demo-bank"] });
  server = createServer(api).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await sandbox.close();
});

const post = async (path, body, headers) => {
  const response = await fetch(origin + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

test("makes an order, and keeps whose it is in a cookie that no script reads", async () => {
  const { status, headers, body } = await post("/orders", { text: "I agree." });
  assert.equal(status, 200);
  assert.equal(typeof body.signId, "string");
  assert.match(headers.get("set-cookie"), /^solvik_session=[\w-]+; Path=\/api\/bankid; HttpOnly; SameSite=Lax$/);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.deepEqual(body.requests.map(({ method }) => method), ["GET", "POST", "POST"]);
  assert.equal(JSON.stringify(body).includes("eyJ"), false);
});

test("tells what is wrong with an order, without its secret", async () => {
  const { status, body } = await post("/orders", { text: "" });
  assert.deepEqual([status, body.code], [422, "config_invalid"]);
  assert.equal(JSON.stringify(body).includes(sandbox.bankid.clients["demo-bank"].clientSecret), false);
});

test("gives no result to a browser that made no order", async () => {
  const { status, body } = await post("/result", { code: "c" });
  assert.deepEqual([status, body.code], [409, "no_order"]);
});

test("gives nobody the result of another browser's order", async () => {
  await post("/orders", { text: "I agree." });
  const { body } = await post("/result", { code: "c" }, { cookie: "solvik_session=made-up" });
  assert.equal(body.code, "no_order");
});

test("serves its own pages only", async () => {
  assert.equal((await post("/orders", { text: "a" }, { origin: "https://elsewhere.example" })).status, 403);
  assert.equal((await post("/orders", { text: "a" }, { "sec-fetch-site": "cross-site" })).status, 403);
  assert.equal((await post("/orders", { text: "a" }, { origin, "sec-fetch-site": "same-origin" })).status, 200);
});

test("takes JSON of a reasonable size, at the addresses it has", async () => {
  assert.equal((await post("/orders", "text=a", { "content-type": "application/x-www-form-urlencoded" })).status, 415);
  assert.equal((await post("/orders", "{")).status, 400);
  assert.equal((await post("/orders", "null")).status, 422);
  assert.equal((await post("/orders", { text: "a".repeat(65 * 1024) })).status, 413);
  assert.equal((await post("/elsewhere", {})).status, 404);
  assert.equal((await fetch(`${origin}/orders`)).status, 404);
});

// Edge workers: a request that ends takes its timers and its fetch along, and no other request may wait for them.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { accessTokenClaims, numberedTokens, startRealm, TOKEN_PATH } from "../lib/bankid.js";
import { startWorker } from "../lib/workerd.js";

const WORKER = fileURLToPath(new URL("worker.js", import.meta.url));
const TOKENS = `POST ${TOKEN_PATH}`;

/** Whether the runtime tells those who wait for a request that has ended, or leaves them waiting. */
for (const [what, compatibilityFlags] of [
  ["tells that a request has ended", []],
  ["says nothing of requests that have ended", ["no_handle_cross_request_promise_resolution"]],
]) {
  describe(`a runtime that ${what}`, () => {
    let realm, worker;
    beforeEach(async () => {
      realm = await startRealm({ [TOKENS]: numberedTokens() });
      worker = await startWorker(WORKER, { compatibilityFlags, env: { ISSUER: realm.issuer } });
    });
    afterEach(async () => {
      await worker.close();
      await realm.close();
    });

    const count = (end) => realm.requests.filter(({ url }) => url.endsWith(end)).length;
    const ask = async (path) => {
      const { status, body } = await worker.ask(path);
      return status === 200 ? body : status;
    };

    test("a token that a failed request asked for is asked for by the next", async () => {
      assert.equal(await ask("/fail"), 500);
      const values = await Promise.all([ask("/token"), ask("/token"), ask("/token")]);
      assert.equal(await ask("/token"), values[0]);
      assert.equal(new Set(values).size, 1);
      assert.match(values[0], /^token-/);
    });

    test("those who wait for a request that fails ask once, together", async () => {
      const good = realm.answers[TOKENS];
      let openGate;
      realm.answers[`GET ${new URL(realm.issuer).pathname}/gate`] = (_, response) => (openGate = () => response.end());
      // Never answered.
      const arrived = new Promise((resolve) => (realm.answers[TOKENS] = resolve));
      const failed = ask("/failLater");
      await arrived;
      realm.answers[TOKENS] = good;
      const waiting = Array.from({ length: 20 }, () => ask("/token"));
      while ((await ask("/waiting")) !== "20");
      openGate();
      assert.equal(await failed, 500);
      assert.deepEqual(new Set(await Promise.all(waiting)), new Set(["token-1"]));
      assert.equal(count("/token"), 2);
    });

    test("keys that a failed request asked for are asked for by the next", async () => {
      const jwt = realm.sign(accessTokenClaims(realm));
      assert.equal(await ask(`/failToVerify?${jwt}`), 500);
      assert.deepEqual(await Promise.all([ask(`/verify?${jwt}`), ask(`/verify?${jwt}`)]), ["bank client", "bank client"]);
      assert.equal(await ask(`/verify?${jwt}`), "bank client");
      assert.equal(count("/certs"), 1);
    });

    test("requests that live share one", async () => {
      const values = await Promise.all(Array.from({ length: 20 }, () => ask("/token")));
      assert.deepEqual(new Set(values), new Set(["token-1"]));
      assert.equal(count("/token"), 1);
    });
  });
}

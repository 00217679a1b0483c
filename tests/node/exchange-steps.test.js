// The core's half of an exchange, whose steps have an order. The wrapper keeps to it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createGlue } from "../../pkg/core/glue.js";
import { codeOf, PAGE } from "../lib/provider.js";

const core = createGlue(FinalizationRegistry, globalThis);
const bytes = await readFile(new URL("../../pkg/core/consentkey_bg.wasm", import.meta.url));
const { instance } = await WebAssembly.instantiate(bytes, { "./consentkey_bg.js": core });
core.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start?.();

const TOKENS = JSON.stringify({ access_token: "a", token_type: "Bearer", expires_in: 300 });

/** An exchange that has just been given its code. */
function newExchange() {
  const client = { provider: "netid", client_id: "c", redirect_uri: PAGE, token: "https://broker.netid.de/token" };
  const responses = new core.AuthorizationResponses(String(new URLSearchParams(client)));
  return responses.exchangeCode(String(new URLSearchParams({ code: "1", code_verifier: "v", redirect_uri: PAGE, flow: "permission" })));
}

test("a step too early, or taken twice, is config_invalid rather than a used response", async () => {
  for (const steps of [
    [(exchange) => exchange.grant("valid")],
    [(exchange) => exchange.readTokens(200, TOKENS, 0), (exchange) => exchange.grant("unchecked"), (exchange) => exchange.grant("valid")],
  ]) {
    const exchange = newExchange();
    for (const step of steps.slice(0, -1)) step(exchange);
    assert.equal(await codeOf(() => steps.at(-1)(exchange)), "config_invalid");
  }
});

test("the steps in their order give a grant", () => {
  const exchange = newExchange();
  assert.equal(exchange.tokenRequest().method, "POST");
  assert.equal(exchange.readTokens(200, TOKENS, 0), undefined);
  assert.equal(exchange.grant("unchecked").permissionToken.value, "a");
});

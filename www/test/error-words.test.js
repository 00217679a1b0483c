import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsFor } from "../src/error-words.js";
import * as de from "../src/texts/errors-de.js";
import * as en from "../src/texts/errors-en.js";

const languages = { de, en };

const codes = `config_invalid not_initialized wasm_unavailable storage_unavailable state_unknown transaction_expired
  transaction_used issuer_mismatch response_invalid access_denied authorization_failed popup_blocked popup_closed
  aborted timeout network token_request_failed token_response_invalid id_token_invalid userinfo_failed
  permission_denied permission_failed tc_string_invalid signdoc_failed discovery_failed jwks_failed request_invalid
  grant_missing grant_expired origin_refused not_found method_refused body_too_large type_refused`.split(/\s+/);
const reasons = "malformed alg signature key_unknown iss aud azp exp iat nonce sub auth_time at_hash".split(" ");

for (const [language, texts] of Object.entries(languages)) {
  const { errorWords, idTokenReasons } = texts;

  test(`every error code of the package has words of its own, and no other has: ${language}`, () => {
    assert.deepEqual(Object.keys(errorWords).sort(), [...codes].sort());
    const titles = Object.values(errorWords).map(({ title }) => title);
    assert.equal(new Set(titles.map((title) => title.toLowerCase())).size, titles.length);
  });

  test(`every code says what happened in a sentence and what can be done: ${language}`, () => {
    for (const code of codes) {
      const { title, text, next } = wordsFor({ code }, texts);
      assert.ok(title.length > 5, code);
      assert.match(text, /\.$/, code);
      assert.ok(["again", "load", "client", "over"].includes(next), code);
    }
  });

  test(`every reason of id_token_invalid adds its own sentence: ${language}`, () => {
    assert.deepEqual(Object.keys(idTokenReasons).sort(), [...reasons].sort());
    const general = wordsFor({ code: "id_token_invalid" }, texts).text;
    for (const reason of reasons) {
      assert.equal(wordsFor({ code: "id_token_invalid", reason }, texts).text, `${general} ${idTokenReasons[reason]}`);
    }
  });
}

test("anything else gets general words and keeps its code", () => {
  assert.equal(wordsFor(new TypeError("x")).code, "unexpected");
  assert.equal(wordsFor(undefined).code, "unexpected");
  assert.equal(wordsFor({ code: "brand_new" }).code, "brand_new");
  assert.equal(wordsFor({ code: "toString" }).title, wordsFor(null).title);
});

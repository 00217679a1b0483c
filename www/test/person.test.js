import assert from "node:assert/strict";
import { test } from "node:test";
import { claimText } from "../src/claims.js";
import { claimRows, personName } from "../src/person.js";

test("the permission token in the claims never becomes a row", () => {
  const rows = claimRows({ sub: "s", permission_management: { access_token: "secret" }, nonce: "n" }, {});
  assert.deepEqual(rows, [{ name: "sub", value: "s", from: "ID token" }]);
});

test("a claim of both sources is one row, different values are two", () => {
  const rows = claimRows({ sub: "s", email: "a@x.example" }, { sub: "s", email: "b@x.example" });
  assert.deepEqual(rows.map(({ name, from }) => `${name}: ${from}`), ["sub: userinfo, ID token", "email: userinfo", "email: ID token"]);
});

test("values read as text", () => {
  assert.equal(claimText("email_verified", true), "yes");
  assert.equal(claimText("address", { street_address: "Quay 1", locality: "Wendlow" }), "Quay 1, Wendlow");
  assert.match(claimText("exp", 1_700_000_000), /2023/);
});

test("the name is what netID told, or nothing", () => {
  assert.equal(personName({ given_name: "Ada", family_name: "Quay" }), "Ada Quay");
  assert.equal(personName({ family_name: "Quay" }), "Quay");
  assert.equal(personName({}), "");
});

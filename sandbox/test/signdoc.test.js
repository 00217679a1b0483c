import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { startSandbox } from "../src/index.js";
import { callSigndoc, identify, realmRequest, signdocToken, submit, throughBankid } from "./bankid-client.js";
import { Browser, heading } from "./browser.js";
import { REDIRECT_URI, startFor } from "./client.js";

const ORDER = { signProperties: { orderName: "My order" }, documents: [{ text: "I agree." }] };

let sandbox, token;
before(async () => {
  sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI] });
  token = await signdocToken(sandbox);
});
after(() => sandbox.close());

const call = (method, path, options) => callSigndoc(sandbox, method, path, { token, ...options });

async function orderIn(place, order = ORDER) {
  const { body } = await callSigndoc(place, "POST", "", { token: await signdocToken(place), body: order });
  return body.sign_id;
}
const newOrder = (order) => orderIn(sandbox, order);
const named = (signId) => `?${new URLSearchParams({ sign_id: signId })}`;
const stateOf = async (signId) => (await call("GET", named(signId))).body.orderState;

describe("an order", () => {
  it("is received, signed and fetched once", async () => {
    const signId = await newOrder();
    assert.equal(await stateOf(signId), "ORDER_RECEIVED");
    const { status, body } = await identify(sandbox, { scope: "openid sign", sign_id: signId });
    assert.deepEqual([status, body.scope], [200, "openid sign"]);
    const about = { signId, orderState: "SIGN_COMPLETED", orderName: "My order" };
    // The public text shows neither form in full.
    for (const path of [named(signId), `/${signId}`]) assert.deepEqual((await call("GET", path)).body, about);
    const { body: result } = await call("DELETE", named(signId));
    assert.deepEqual(
      [result.signId, result.clientId, result.orderState, result.orderName],
      [signId, "demo-bank", "SIGN_COMPLETED", "My order"],
    );
    assert.deepEqual(result.documentHashes, [createHash("sha256").update("I agree.").digest("base64")]);
    for (const member of ["sdos", "merchantSignatures", "endUserSignatures"]) assert.equal(result[member].length, 1, member);
    for (const path of [named(signId), `/${signId}`]) assert.equal((await call("DELETE", path)).status, 404);
  });

  it("gives of the result what was asked for", async () => {
    const signId = await newOrder({ ...ORDER, result: ["documentHash"] });
    await throughBankid(sandbox, { scope: "openid sign", sign_id: signId });
    const { body } = await call("DELETE", `/${signId}`);
    assert.deepEqual(Object.keys(body).sort(), ["clientId", "documentHashes", "orderName", "orderState", "signId"]);
  });

  it("is signed with the sandbox's key, document by document", async () => {
    const documents = [{ text: "Ødegård" }, { pdf: "JVBERg==" }, { xml: "<a/>", xsl: "<b/>" }];
    const signId = await newOrder({ ...ORDER, documents });
    await throughBankid(sandbox, { scope: "openid sign", sign_id: signId });
    const { body } = await call("DELETE", `/${signId}`);
    const hashOf = (text) => createHash("sha256").update(text).digest("base64");
    assert.deepEqual(body.documentHashes, ["Ødegård", "%PDF", "<a/>"].map(hashOf));
    body.sdos.map((sdo) => Buffer.from(sdo, "base64").toString()).forEach((sdo, index) => {
      const [hash, merchant, endUser] = [body.documentHashes, body.merchantSignatures, body.endUserSignatures].map((all) => all[index]);
      for (const part of [hash, merchant, endUser]) assert.ok(sdo.includes(`>${part}<`));
      const [, spki] = sdo.match(/<PublicKey>(.*)<\/PublicKey>/);
      const key = createPublicKey({ key: Buffer.from(spki, "base64"), format: "der", type: "spki" });
      const isBy = (who, signature) => verify("sha256", Buffer.from(`${hash} ${who}`), key, Buffer.from(signature, "base64"));
      assert.ok(isBy("demo-bank", merchant) && isBy("kari", endUser));
      assert.match(sdo, /no SEID-SDO/);
    });
  });

  it("that nobody has signed has no signatures", async () => {
    const { body } = await call("DELETE", `/${await newOrder()}`);
    assert.deepEqual([body.orderState, body.documentHashes, body.sdos], ["ORDER_RECEIVED", [], []]);
  });

  for (const [what, change] of [
    ["no name", { signProperties: {} }],
    ["no properties", { signProperties: undefined }],
    ["no documents", { documents: [] }],
    ["a document of two kinds", { documents: [{ text: "a", pdf: "JVBERg==" }] }],
    ["a document of none", { documents: [{ description: "a" }] }],
    ["XML without a stylesheet", { documents: [{ xml: "<a/>" }] }],
    ["a PDF that is no base64", { documents: [{ pdf: "%PDF" }] }],
    ["a text that is none", { documents: [{ text: 7 }] }],
    ["an unknown display mode", { signProperties: { orderName: "a", documentDisplayMode: "popup" } }],
    ["a switch that is none", { signProperties: { orderName: "a", showConfirmation: "no" } }],
    ["no time", { signProperties: { orderName: "a", timeoutSeconds: 0 } }],
    ["an unknown result", { result: ["pades"] }],
  ]) {
    it(`with ${what} is refused`, async () => {
      const { status, body } = await call("POST", "", { body: { ...ORDER, ...change } });
      assert.deepEqual([status, body.error], [400, "invalid_request"]);
    });
  }

  it("has to be JSON, and not too large", async () => {
    assert.equal((await call("POST", "", { body: "{" })).status, 400);
    assert.equal((await call("POST", "", { body: "a=b", type: "application/x-www-form-urlencoded" })).status, 415);
    const documents = [{ text: "a".repeat(33 * 1024 * 1024) }];
    assert.equal((await call("POST", "", { body: { ...ORDER, documents } }).catch(() => ({ status: 413 }))).status, 413);
  });
});

describe("access", () => {
  it("needs a token of the realm, for SignDoc", async () => {
    for (const [wrong, status] of [[undefined, 401], ["opaque", 401], [`${token.slice(0, -4)}AAAA`, 401]]) {
      const answer = await call("GET", "/1", { token: wrong });
      assert.deepEqual([answer.status, answer.body.error], [status, "invalid_token"]);
      assert.match(answer.headers.get("www-authenticate"), /^Bearer/);
    }
    const { body } = await identify(sandbox);
    assert.equal((await call("GET", "/1", { token: body.access_token })).status, 401);
  });

  it("ends with the token", async (test) => {
    assert.equal((await call("GET", "/1")).status, 404);
    test.mock.timers.enable({ apis: ["Date"], now: Date.now() + 301_000 });
    assert.equal((await call("GET", "/1")).status, 401);
  });

  it("is for a client's own orders", async () => {
    const signId = await newOrder();
    const other = await signdocToken(sandbox, "demo-bank-post");
    for (const method of ["GET", "DELETE"]) assert.equal((await call(method, `/${signId}`, { token: other })).status, 404);
    assert.equal(await stateOf(signId), "ORDER_RECEIVED");
    const { response } = await throughBankid(sandbox, { client_id: "demo-bank-post", scope: "openid sign", sign_id: signId });
    assert.equal(response.error, "invalid_request");
  });

  it("is not for pages", async () => {
    const { headers } = await call("GET", "/1", { origin: "http://127.0.0.1:5173" });
    assert.equal(headers.get("access-control-allow-origin"), null);
  });
});

describe("an order lapses", () => {
  it("90 seconds after it was made, unless its user has come, who then has 30 minutes", async (test) => {
    const [alone, visited] = [await newOrder(), await newOrder()];
    const start = Date.now();
    test.mock.timers.enable({ apis: ["Date"], now: start + 85_000 });
    assert.equal(await stateOf(alone), "ORDER_RECEIVED");
    await new Browser(sandbox).open(realmRequest(sandbox, { scope: "openid sign", sign_id: visited }).url);
    test.mock.timers.setTime(start + 95_000);
    assert.deepEqual([await stateOf(alone), await stateOf(visited)], [undefined, "USER_SIGNING"]);
    test.mock.timers.setTime(start + 85_000 + 1_801_000);
    token = await signdocToken(sandbox);
    assert.equal(await stateOf(visited), undefined);
  });

  it("90 seconds after it was signed", async (test) => {
    const signId = await newOrder();
    await throughBankid(sandbox, { scope: "openid sign", sign_id: signId });
    const start = Date.now();
    test.mock.timers.enable({ apis: ["Date"], now: start + 85_000 });
    assert.equal(await stateOf(signId), "SIGN_COMPLETED");
    test.mock.timers.setTime(start + 91_000);
    assert.equal(await stateOf(signId), undefined);
  });

  it("where its user does not come in time", async (test) => {
    const hasty = await startFor(test, { lifetimes: { signOrder: 0 } });
    const signId = await orderIn(hasty);
    const { response } = await throughBankid(hasty, { scope: "openid sign", sign_id: signId });
    assert.equal(response.error, "invalid_request");
    assert.equal((await callSigndoc(hasty, "GET", `/${signId}`, { token: await signdocToken(hasty) })).status, 404);
  });

  it("after it was signed", async (test) => {
    const hasty = await startFor(test, { lifetimes: { signedOrder: 0 } });
    const signId = await orderIn(hasty, { ...ORDER, signProperties: { orderName: "a", showConfirmation: false } });
    const { response } = await throughBankid(hasty, { scope: "openid sign", sign_id: signId });
    assert.ok(response.code);
    assert.equal((await callSigndoc(hasty, "DELETE", `/${signId}`, { token: await signdocToken(hasty) })).status, 404);
  });

  it("while its user takes too long, who is sent back with an error", async (test) => {
    const signId = await newOrder({ ...ORDER, signProperties: { orderName: "a", timeoutSeconds: 10 } });
    const browser = new Browser(sandbox);
    const first = await browser.open(realmRequest(sandbox, { scope: "openid sign", sign_id: signId }).url);
    const page = await browser.press(first, "Kari Nordmann");
    test.mock.timers.enable({ apis: ["Date"], now: Date.now() + 11_000 });
    const { left } = await submit(browser, page, { decision: "sign", understood: "yes" });
    assert.equal(left.searchParams.get("error"), "access_denied");
  });
});

describe("signing", () => {
  const signingPage = async (order, browser) => {
    const signId = await newOrder(order);
    const page = await browser.open(realmRequest(sandbox, { scope: "openid sign", sign_id: signId }).url);
    return { signId, page: page.left ? page : await browser.press(page, "Kari Nordmann") };
  };

  it("shows each document, and nothing in it is markup", async () => {
    const documents = [
      { description: "Terms & more", text: "<script>alert(1)</script>" },
      { pdf: Buffer.from("%PDF-1.7").toString("base64") },
      { xml: "<a>b</a>", xsl: "<b/>" },
    ];
    const browser = new Browser(sandbox);
    const { page } = await signingPage({ ...ORDER, documents }, browser);
    assert.equal(heading(page), "My order");
    assert.match(page.text, /Terms &amp; more/);
    assert.match(page.text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
    assert.match(page.text, /My order - 2/);
    assert.match(page.text, /&lt;a&gt;b&lt;\/a&gt;/);
    const [, path] = page.text.match(/href="([^"]+\/document\/1)"/);
    const pdf = await browser.open(path);
    assert.deepEqual([pdf.headers.get("content-type"), pdf.text], ["application/pdf", "%PDF-1.7"]);
    assert.deepEqual(["content-security-policy", "x-content-type-options"].map((name) => pdf.headers.get(name)), ["sandbox", "nosniff"]);
    assert.equal((await browser.open(path.replace(/1$/, "0"))).status, 404);
  });

  it("takes the tick that the content is understood", async () => {
    const browser = new Browser(sandbox);
    const { signId, page } = await signingPage(ORDER, browser);
    await submit(browser, page, { decision: "sign" });
    assert.equal(await stateOf(signId), "USER_SIGNING");
    await submit(browser, page, { decision: "sign", understood: "yes" });
    assert.equal(await stateOf(signId), "SIGN_COMPLETED");
  });

  it("does without tick and confirmation where the order says so", async () => {
    const browser = new Browser(sandbox);
    const signProperties = { orderName: "a", showUnderstanding: false, showConfirmation: false };
    const { page } = await signingPage({ ...ORDER, signProperties }, browser);
    assert.equal(page.text.includes('name="understood"'), false);
    const { left } = await submit(browser, page, { decision: "sign" });
    assert.ok(left.searchParams.get("code"));
  });

  it("is shown to whoever is signed in already, too", async () => {
    const browser = new Browser(sandbox);
    await throughBankid(sandbox, {}, { browser });
    const page = await browser.open(realmRequest(sandbox, { scope: "openid sign", sign_id: await newOrder() }).url);
    assert.equal(heading(page), "My order");
  });

  it("that is cancelled leaves the order unsigned", async () => {
    const browser = new Browser(sandbox);
    const { signId, page } = await signingPage(ORDER, browser);
    const { left } = await browser.press(page, "Cancel");
    assert.equal(left.searchParams.get("error"), "access_denied");
    assert.equal(await stateOf(signId), "CANCELLED");
    const { response } = await throughBankid(sandbox, { scope: "openid sign", sign_id: signId });
    assert.equal(response.error, "invalid_request");
  });

  it("needs an order, and one that is not signed yet", async () => {
    const errorOf = async (parameters) => (await throughBankid(sandbox, { scope: "openid sign", ...parameters })).response.error;
    assert.equal(await errorOf({}), "invalid_request");
    assert.equal(await errorOf({ sign_id: "unknown" }), "invalid_request");
    const signId = await newOrder();
    assert.equal(await errorOf({ sign_id: signId }), undefined);
    assert.equal(await errorOf({ sign_id: signId }), "invalid_request");
  });
});

describe("for tests", () => {
  it("requests are remembered, and the next can be answered", async () => {
    sandbox.bankid.signdoc.answerNext((request, response) => response.writeHead(503).end("{}"));
    assert.equal((await call("GET", "/1")).status, 503);
    const { method, url, headers } = sandbox.bankid.signdoc.requests.at(-1);
    assert.deepEqual([method, url, headers.authorization], ["GET", "/signdoc-api/signdoc/1", `Bearer ${token}`]);
  });

  it("the log tells of orders, without secrets", async (test) => {
    const lines = [];
    const place = await startFor(test, { log: (line) => lines.push(line) });
    const signId = await orderIn(place);
    await throughBankid(place, { scope: "openid sign", sign_id: signId });
    const cancelled = await orderIn(place);
    const browser = new Browser(place);
    await browser.press(await browser.open(realmRequest(place, { scope: "openid sign", sign_id: cancelled }).url), "Cancel");
    await callSigndoc(place, "DELETE", `/${signId}`, { token: await signdocToken(place) });
    const events = ["order received", "order signed by kari", "order cancelled", "result fetched, SIGN_COMPLETED"];
    for (const event of events) assert.equal(lines.includes(`demo-bank: ${event}`), true, event);
    for (const secret of ["eyJ", signId, cancelled]) assert.equal(lines.join("\n").includes(secret), false);
  });
});

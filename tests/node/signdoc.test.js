// Orders to sign documents.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { backendOf, numberedTokens, startRealm, TOKEN, TOKEN_PATH } from "../lib/bankid.js";
import { codeOf, json } from "../lib/provider.js";

const ORDER = { signProperties: { orderName: "My order" }, documents: [{ text: "I agree." }] };
const RESULT = {
  signId: "1-2",
  clientId: "bank client",
  orderState: "SIGN_COMPLETED",
  orderName: "My order",
  documentHashes: ["aGFzaA=="],
  sdos: ["c2Rv"],
  merchantSignatures: [],
  endUserSignatures: ["c2ln"],
};

let realm, backend;
beforeEach(async () => {
  realm = await startRealm({
    "POST /base/signdoc": json({ sign_id: "1-2" }, 201),
    "GET /base/signdoc?sign_id=1-2": json({ orderState: "SIGN_COMPLETED", signId: "1-2" }),
    "DELETE /base/signdoc?sign_id=1-2": json(RESULT),
  });
  backend = await backendOf(realm);
});
afterEach(() => realm.close());

const orderRequests = () => realm.requests.filter(({ url }) => url.startsWith("/base/"));

describe("the requests are the documented ones:", () => {
  test("create", async () => {
    assert.deepEqual(await backend.signdoc.create(ORDER), { signId: "1-2" });
    const [{ method, url, headers, body }] = orderRequests();
    assert.deepEqual([method, url], ["POST", "/base/signdoc"]);
    assert.equal(headers.authorization, `Bearer ${TOKEN.access_token}`);
    assert.deepEqual([headers["content-type"], headers.accept], ["application/json", "application/json"]);
    assert.deepEqual(JSON.parse(body), ORDER);
  });

  test("create with all there is", async () => {
    const order = {
      signProperties: {
        orderName: "Ærlig \"avtale\"",
        documentDisplayMode: "overlay",
        showConfirmation: false,
        showUnderstanding: true,
        timeoutSeconds: 600,
      },
      documents: [
        { description: "Terms", text: "a\n\u2028b\u0000" },
        { description: "PDF", pdf: "JVBERi0xLjcK" },
        { xml: "<a>&amp;</a>", xsl: "<xsl:stylesheet/>" },
      ],
      result: ["documentHash", "sdo", "basicSignature"],
    };
    await backend.signdoc.create(order);
    assert.deepEqual(JSON.parse(orderRequests()[0].body), order);
  });

  test("status", async () => {
    const status = await backend.signdoc.status("1-2");
    assert.deepEqual(status, { orderState: "SIGN_COMPLETED", raw: { orderState: "SIGN_COMPLETED", signId: "1-2" } });
    const [{ method, url, headers, body }] = orderRequests();
    assert.deepEqual([method, url, body], ["GET", "/base/signdoc?sign_id=1-2", ""]);
    assert.deepEqual([headers.authorization, headers.accept], [`Bearer ${TOKEN.access_token}`, "application/json"]);
  });

  test("result", async () => {
    assert.deepEqual(await backend.signdoc.result("1-2"), RESULT);
    const [{ method, url, headers, body }] = orderRequests();
    assert.deepEqual([method, url, body], ["DELETE", "/base/signdoc?sign_id=1-2", ""]);
    assert.equal(headers.authorization, `Bearer ${TOKEN.access_token}`);
  });

  test("with one token for all of them", async () => {
    const { signId } = await backend.signdoc.create(ORDER);
    await backend.signdoc.status(signId);
    await backend.signdoc.result(signId);
    assert.equal(realm.tokenRequests().length, 1);
  });
});

test("`endpoints.signdoc` replaces what discovery says, with or without a slash at its end", async () => {
  for (const [index, base] of ["/other", "/other/"].entries()) {
    realm.answers["POST /other/signdoc"] = json({ sign_id: "3" });
    const { signdoc } = await backendOf(realm, { endpoints: { signdoc: realm.origin + base } });
    await signdoc.create(ORDER);
    assert.equal(realm.requests.filter(({ url }) => url === "/other/signdoc").length, index + 1);
  }
  assert.deepEqual(realm.unexpected, []);
});

test("results are as large as documents are", async () => {
  const sdo = "A".repeat(3 * 1024 * 1024);
  realm.answers["DELETE /base/signdoc?sign_id=1-2"] = json({ ...RESULT, sdos: [sdo] });
  assert.equal((await backend.signdoc.result("1-2")).sdos[0].length, sdo.length);
});

describe("an order is refused before anything is sent:", () => {
  const document = (members) => ({ ...ORDER, documents: [members] });
  const properties = (members) => ({ ...ORDER, signProperties: { orderName: "My order", ...members } });
  for (const [what, order] of [
    ["none", undefined],
    ["one without a name", { ...ORDER, signProperties: {} }],
    ["one with an empty name", properties({ orderName: "" })],
    ["one without properties", { documents: ORDER.documents }],
    ["one without documents", { ...ORDER, documents: [] }],
    ["documents that are no list", { ...ORDER, documents: { text: "a" } }],
    ["a document of no kind", document({ description: "a" })],
    ["a document that is none", document("text")],
    ["a document of two kinds", document({ text: "a", pdf: "JVBERg==" })],
    ["a document of two other kinds", document({ pdf: "JVBERg==", xml: "<a/>", xsl: "<b/>" })],
    ["XML without a stylesheet", document({ xml: "<a/>" })],
    ["a stylesheet without XML", document({ xsl: "<b/>" })],
    ["an empty text", document({ text: "" })],
    ["a PDF that is no base64", document({ pdf: "%PDF-1.7" })],
    ["a PDF in another base64", document({ pdf: "_-8=" })],
    ["a PDF as data URL", document({ pdf: "data:application/pdf;base64,JVBERg==" })],
    ["a misspelt member of a document", document({ text: "a", descripton: "b" })],
    ["a misspelt property", properties({ timeoutSecond: 1 })],
    ["a misspelt member of the order", { ...ORDER, results: ["sdo"] }],
    ["an unknown display mode", properties({ documentDisplayMode: "popup" })],
    ["a switch that is none", properties({ showConfirmation: "yes" })],
    ["another switch that is none", properties({ showUnderstanding: 1 })],
    ["no time at all", properties({ timeoutSeconds: 0 })],
    ["half a second", properties({ timeoutSeconds: 1.5 })],
    ["an unknown result", { ...ORDER, result: ["pades"] }],
    ["an empty list of results", { ...ORDER, result: [] }],
    ["a result that is no list", { ...ORDER, result: "sdo" }],
  ]) {
    test(what, async () => {
      assert.equal(await codeOf(backend.signdoc.create(order)), "config_invalid");
      assert.equal(orderRequests().length + realm.tokenRequests().length, 0);
    });
  }

  test("an id that is none", async () => {
    for (const id of [undefined, null, 7, "", ".", ".."]) {
      assert.equal(await codeOf(backend.signdoc.status(id)), "config_invalid");
      assert.equal(await codeOf(backend.signdoc.result(id)), "config_invalid");
    }
    assert.equal(orderRequests().length + realm.tokenRequests().length, 0);
  });
});

test("which document is wrong, and how, is said", async () => {
  const { message } = await backend.signdoc
    .create({ ...ORDER, documents: [{ text: "a" }, { pdf: "%PDF" }] })
    .catch((error) => error);
  assert.match(message, /documents\[1\].*pdf/);
});

test("an id is a name and no path", async () => {
  await codeOf(backend.signdoc.status("../a?b&d#c/ä"));
  const inPath = await backendOf(realm, { signdoc: { signIdIn: "path" } });
  await codeOf(inPath.signdoc.status("../a?b&d#c/ä"));
  const encoded = "..%2Fa%3Fb%26d%23c%2F%C3%A4";
  assert.deepEqual(realm.unexpected, [`GET /base/signdoc?sign_id=${encoded}`, `GET /base/signdoc/${encoded}`]);
});

describe("what BankID's public text leaves open is said in the option `signdoc`:", () => {
  test("an order can be named in the path", async () => {
    realm.answers["GET /base/signdoc/1-2"] = json({ orderState: "USER_SIGNING" });
    realm.answers["DELETE /base/signdoc/1-2"] = json(RESULT);
    const { signdoc } = await backendOf(realm, { signdoc: { signIdIn: "path" } });
    assert.equal((await signdoc.status("1-2")).orderState, "USER_SIGNING");
    assert.deepEqual(await signdoc.result("1-2"), RESULT);
  });

  test("the results wanted can stand under another name", async () => {
    const { signdoc } = await backendOf(realm, { signdoc: { resultMember: "resultSpecifiers" } });
    await signdoc.create({ ...ORDER, result: ["sdo"] });
    assert.deepEqual(JSON.parse(orderRequests()[0].body), { ...ORDER, resultSpecifiers: ["sdo"] });
  });

  test("anything else is refused when the back end is made", async () => {
    for (const signdoc of [{ signIdIn: "body" }, { signIdIn: 7 }, { resultMember: "" }, { resultMember: "documents" }, { base: "x" }, "path"]) {
      assert.equal(await codeOf(backendOf(realm, { signdoc })), "config_invalid", JSON.stringify(signdoc));
    }
  });
});

test("every state of an order is passed on", async () => {
  for (const orderState of ["ORDER_RECEIVED", "USER_SIGNING", "FAILED", "CANCELLED", "SIGN_COMPLETED", "SOMETHING_NEW"]) {
    realm.answers["GET /base/signdoc?sign_id=1-2"] = json({ orderState });
    assert.equal((await backend.signdoc.status("1-2")).orderState, orderState);
  }
});

describe("a token that is not accepted", () => {
  /** SignDoc that accepts the token of this number, and those after it. */
  function accepting(number) {
    realm.answers[`POST ${TOKEN_PATH}`] = numberedTokens();
    realm.answers["GET /base/signdoc?sign_id=1-2"] = ({ headers }, response) => {
      const accepted = Number(headers.authorization.split("-")[1]) >= number;
      json(accepted ? { orderState: "SIGN_COMPLETED" } : { error: "invalid_token" }, accepted ? 200 : 401)(null, response);
    };
  }
  const attempts = () => orderRequests().map(({ headers }) => headers.authorization.replace("Bearer ", ""));

  test("is replaced once, and the request repeated", async () => {
    accepting(2);
    assert.equal((await backend.signdoc.status("1-2")).orderState, "SIGN_COMPLETED");
    assert.deepEqual(attempts(), ["token-1", "token-2"]);
    await backend.signdoc.status("1-2");
    assert.deepEqual(attempts(), ["token-1", "token-2", "token-2"]);
  });

  test("nor the fresh one is signdoc_failed", async () => {
    accepting(3);
    const error = await backend.signdoc.status("1-2").catch((thrown) => thrown);
    assert.deepEqual([error.status, error.error, error.code], [401, "invalid_token", "signdoc_failed"]);
    assert.deepEqual(attempts(), ["token-1", "token-2"]);
  });

  test("costs no second reading of the order: what was checked is what is sent", async () => {
    realm.answers["POST /base/signdoc"] = (request, response) =>
      (attempts().length > 1 ? json({ sign_id: "1-2" }, 201) : json({}, 401))(request, response);
    let readings = 0;
    const document = {
      get text() {
        return `reading ${(readings += 1)}`;
      },
    };
    await backend.signdoc.create({ ...ORDER, documents: [document] });
    const sent = orderRequests().map(({ body }) => JSON.parse(body).documents[0].text);
    assert.deepEqual(sent, ["reading 1", "reading 1"]);
  });

  test("costs one fresh token, however many find out at once", async () => {
    accepting(2);
    await backend.accessToken();
    await Promise.all(Array.from({ length: 20 }, () => backend.signdoc.status("1-2")));
    assert.equal(realm.tokenRequests().length, 2);
  });
});

describe("what is no answer is an error:", () => {
  const outcomeOf = async (call, answer, options) => {
    for (const path of ["POST /base/signdoc", "GET /base/signdoc?sign_id=1-2", "DELETE /base/signdoc?sign_id=1-2"]) realm.answers[path] = answer;
    const { code, status } = await (await backendOf(realm, options)).signdoc[call](call === "create" ? ORDER : "1-2").catch((e) => e);
    return [code, status];
  };

  for (const call of ["create", "status", "result"]) {
    for (const status of [400, 403, 404, 500]) {
      test(`${call}: ${status}`, async () => {
        assert.deepEqual(await outcomeOf(call, json({ error: "x" }, status)), ["signdoc_failed", status]);
      });
    }

    test(`${call}: no JSON, or none with what it takes`, async () => {
      const text = (body) => (_, response) => response.writeHead(200).end(body);
      assert.deepEqual(await outcomeOf(call, text("<html>")), ["signdoc_failed", 200]);
      assert.deepEqual(await outcomeOf(call, text("")), ["signdoc_failed", 200]);
      assert.deepEqual(await outcomeOf(call, json([])), ["signdoc_failed", 200]);
      if (call !== "result") assert.deepEqual(await outcomeOf(call, json({})), ["signdoc_failed", 200]);
    });

    test(`${call}: a redirect, which is not followed`, async () => {
      const redirect = (_, response) => response.writeHead(307, { Location: "/elsewhere" }).end();
      assert.deepEqual(await outcomeOf(call, redirect), ["signdoc_failed", 307]);
      assert.deepEqual(realm.unexpected, []);
    });

    test(`${call}: a server that is silent or gone`, { timeout: 5000 }, async () => {
      assert.deepEqual(await outcomeOf(call, () => {}, { timeout: 0.1 }), ["timeout", undefined]);
      assert.deepEqual(await outcomeOf(call, (_, response) => response.socket.destroy()), ["network", undefined]);
    });
  }
});

test("a call may take a minute, or as long as the options say", async (context) => {
  const timers = context.mock.method(globalThis, "setTimeout");
  await backend.signdoc.status("1-2");
  await (await backendOf(realm, { timeout: 7 })).signdoc.status("1-2");
  const waits = timers.mock.calls.map(({ arguments: [, milliseconds] }) => milliseconds);
  assert.deepEqual([waits.filter((wait) => wait === 60_000).length, waits.includes(7_000)], [1, true]);
});

test("a call can be given up", async () => {
  const controller = new AbortController();
  realm.answers["POST /base/signdoc"] = () => controller.abort();
  assert.equal(await codeOf(backend.signdoc.create(ORDER, { signal: controller.signal })), "aborted");
});

describe("where SignDoc is not known", () => {
  test("discovery that can't be had is what is told", async () => {
    const path = Object.keys(realm.answers).find((name) => name.includes(".well-known"));
    realm.answers[path] = json({}, 503);
    assert.equal(await codeOf((await backendOf(realm)).signdoc.create(ORDER)), "discovery_failed");
  });

  test("a description without its address is config_invalid", async () => {
    delete realm.description["signdoc-baseurl"];
    assert.equal(await codeOf((await backendOf(realm)).signdoc.create(ORDER)), "config_invalid");
  });

  test("a description with an address that is none is discovery_failed", async () => {
    realm.description["signdoc-baseurl"] = "http://signdoc.example";
    assert.equal(await codeOf((await backendOf(realm)).signdoc.create(ORDER)), "discovery_failed");
  });
});

/** The memory of each core that is loaded from now on. */
function watchMemories(t) {
  const memories = [];
  const { Instance } = WebAssembly;
  t.mock.method(WebAssembly, "Instance", function (module, imports) {
    const instance = new Instance(module, imports);
    // What unpacks the core takes none.
    if (imports) memories.push(instance.exports.memory);
    return instance;
  });
  return memories;
}

test("a result's documents don't pass through the core's memory", async (t) => {
  const memories = watchMemories(t);
  // A copy of the package, whose core is not loaded yet.
  const { createBankidBackend } = await import("consentkey/server?large-result".replace("consentkey/server", import.meta.resolve("consentkey/server")));
  const { signdoc } = await createBankidBackend({ clientId: "c", clientSecret: "s", endpoints: { issuer: realm.issuer } });
  await signdoc.status("1-2");
  const before = memories[0].buffer.byteLength;
  const large = { ...RESULT, sdos: ["x".repeat(8 * 1024 * 1024)] };
  realm.answers["DELETE /base/signdoc?sign_id=1-2"] = json(large);
  realm.answers["GET /base/signdoc?sign_id=1-2"] = json({ ...large, error_description: large.sdos[0] });
  assert.deepEqual(await signdoc.result("1-2"), large);
  assert.equal((await signdoc.status("1-2")).raw.sdos[0].length, large.sdos[0].length);
  realm.answers["DELETE /base/signdoc?sign_id=1-2"] = json({ error: "gone", error_description: large.sdos[0] }, 404);
  assert.equal(await codeOf(signdoc.result("1-2")), "signdoc_failed");
  const grown = memories[0].buffer.byteLength - before;
  assert.ok(grown < 1024 * 1024, `${grown} bytes`);
});

test("an answer that is nested too deeply is signdoc_failed", async () => {
  for (const depth of [100, 100_000]) {
    const deep = `{"sign_id":"1-2","orderState":"SIGN_COMPLETED","more":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const answer = (_, response) => response.writeHead(200, { "Content-Type": "application/json" }).end(deep);
    for (const request of ["POST /base/signdoc", "GET /base/signdoc?sign_id=1-2", "DELETE /base/signdoc?sign_id=1-2"]) realm.answers[request] = answer;
    const { signdoc } = backend;
    for (const ask of [() => signdoc.create(ORDER), () => signdoc.status("1-2"), () => signdoc.result("1-2")]) {
      assert.equal(await codeOf(ask), "signdoc_failed");
    }
  }
});

test("what an answer lacks is not taken from Object.prototype", async (t) => {
  Object.assign(Object.prototype, { sign_id: "planted", orderState: "SIGN_COMPLETED" });
  t.after(() => ["sign_id", "orderState"].forEach((name) => delete Object.prototype[name]));
  for (const request of ["POST /base/signdoc", "GET /base/signdoc?sign_id=1-2"]) realm.answers[request] = json({});
  assert.equal(await codeOf(backend.signdoc.create(ORDER)), "signdoc_failed");
  assert.equal(await codeOf(backend.signdoc.status("1-2")), "signdoc_failed");
});

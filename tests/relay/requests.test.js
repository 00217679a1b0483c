// A relay's requests and answers: what each is, and every failure that a page may meet.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createNetidBackend, createRelay } from "consentkey/server";
import { codeOf, idToken, json } from "../lib/provider.js";
import { CODE, READ, SECRET, SITE, STATUS, TOKEN, WRITE, backendAt, cookieOf, relayAt, startNetid } from "../lib/relay.js";
import { tcString } from "../lib/tc-string.js";

const TC_STRING = tcString({ purposes: [1, 2], vendors: [2, 7] });

let netid;
beforeEach(async () => {
  netid = await startNetid();
});
afterEach(() => netid.close());

test("a code becomes a cookie that no script can read, and the page learns no token", async () => {
  const { ask } = await relayAt(netid);
  const before = Date.now();
  const { status, headers, body, text } = await ask("POST", "/grant", { body: CODE });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ["scope", "claims", "expiresAt"]);
  assert.deepEqual([body.scope, body.claims], [["permission_management"], null]);
  assert.ok(body.expiresAt >= before + 499_000 && body.expiresAt <= Date.now() + 499_000);
  const [value, ...attributes] = headers.getSetCookie()[0].split("; ");
  assert.match(value, /^__Secure-consentkey=1\.[\w-]{8}\.[\w-]+$/);
  const maxAge = Number(attributes.find((one) => one.startsWith("Max-Age=")).slice(8));
  assert.ok(maxAge <= 499 && maxAge > 490);
  assert.deepEqual(attributes.filter((one) => !one.startsWith("Max-Age=")), ["Path=/consentkey", "HttpOnly", "SameSite=Lax", "Secure"]);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal((text + value).includes("eyJ-permission"), false);
  const [request] = netid.requests;
  const form = Object.fromEntries(new URLSearchParams(request.body));
  assert.deepEqual(form, { grant_type: "authorization_code", code: CODE.code, redirect_uri: CODE.redirectUri, code_verifier: CODE.codeVerifier });
  assert.match(request.headers.authorization, /^Basic /);
});

test("the cookie's token reads and writes the permissions", async () => {
  const { ask, signIn } = await relayAt(netid);
  const cookie = await signIn();
  netid.answers["GET /netid-user-status?q.identifier.in=TPID,SYNC_ID"] = json(STATUS);
  const found = await ask("GET", "/permissions?identifiers=TPID,SYNC_ID", { cookie });
  assert.equal(found.status, 200);
  assert.deepEqual(found.body, {
    statusCode: "PERMISSIONS_FOUND",
    subjectIdentifiers: { tpid: "t", syncId: "s", etpid: "e" },
    idconsent: null,
    iabTcString: null,
  });
  const stored = await ask("POST", "/permissions", { cookie, body: { idconsent: "VALID", iabTcString: TC_STRING } });
  assert.deepEqual([stored.status, stored.body], [201, { tpid: "t", syncId: "s", etpid: "e" }]);
  for (const { headers } of netid.requests.slice(1)) assert.equal(headers.authorization, "Bearer eyJ-permission");
  assert.equal(netid.requests.at(-1).body, `{"idconsent":"VALID","iab_tc_string":"${TC_STRING}"}`);
  assert.deepEqual(netid.unexpected, []);
});

test("a deleted grant takes its cookie along", async () => {
  const { ask } = await relayAt(netid);
  const { status, headers, text } = await ask("DELETE", "/grant");
  assert.deepEqual([status, text, headers.get("cache-control")], [204, "", "no-store"]);
  assert.equal(headers.getSetCookie()[0], "__Secure-consentkey=; Max-Age=0; Path=/consentkey; HttpOnly; SameSite=Lax; Secure");
});

test("a public client needs PKCE and no secret", async () => {
  const { ask } = await relayAt(netid, { backend: { clientSecret: undefined, clientAuth: "none" } });
  assert.equal((await ask("POST", "/grant", { body: CODE })).status, 200);
  const [{ headers, body }] = netid.requests;
  assert.equal(headers.authorization, undefined);
  assert.equal(new URLSearchParams(body).get("client_id"), "client");
  assert.equal(await codeOf(backendAt(netid, { clientAuth: "none" })), "config_invalid");
});

describe("claims", () => {
  const signInWith = async (claims, flow) => {
    const token = idToken(netid, `${SITE}/?nonce=n`, claims);
    netid.answers[TOKEN] = json({ access_token: "userinfo-token", token_type: "Bearer", expires_in: 900, id_token: token });
    const { ask } = await relayAt(netid, { backend: { idTokenAlg: "none" } });
    return ask("POST", "/grant", { body: { ...CODE, nonce: "n", flow }, cookie: "__Secure-consentkey=old" });
  };

  test("come without the permission token that is among them", async () => {
    const permission = { access_token: "inner-token", token_type: "Bearer", expires_in: 500 };
    const answer = await signInWith({ email: "mia@example.com", permission_management: permission }, "loginPermission");
    assert.equal(answer.status, 200);
    assert.equal(answer.body.claims.email, "mia@example.com");
    assert.equal("permission_management" in answer.body.claims, false);
    assert.equal(/inner-token|userinfo-token/.test(answer.text), false);
    assert.match(answer.headers.getSetCookie()[0], /^__Secure-consentkey=1\./);
  });

  test("without a permission token an earlier visitor's cookie goes", async () => {
    const answer = await signInWith({}, "login");
    assert.deepEqual([answer.status, answer.body.expiresAt], [200, null]);
    assert.match(answer.headers.getSetCookie()[0], /^__Secure-consentkey=; Max-Age=0;/);
  });

  test("of another nonce are the page's fault, and of another issuer the provider's", async () => {
    for (const [claims, status, reason] of [[{ nonce: "other" }, 400, "nonce"], [{ iss: "https://other.example" }, 502, "iss"]]) {
      const answer = await signInWith(claims, "login");
      assert.deepEqual([answer.status, answer.body.code, answer.body.reason], [status, "id_token_invalid", reason]);
      assert.deepEqual(answer.headers.getSetCookie(), []);
    }
  });
});

const refusal = (error, status = 400) => json({ error, error_description: "marker-of-the-provider" }, status);
const denial = (statusCode, status) => json({ status_code: statusCode, detail: "marker-of-the-provider" }, status);
const signedIn = { isSignedIn: true };

/** Each row: what is sent, what netID answers, what comes of it. */
const ROWS = [
  ["no JSON", ["POST", "/grant", { body: "{" }], {}, [400, "request_invalid"]],
  ["JSON that is no object", ["POST", "/grant", { body: "[]" }], {}, [400, "request_invalid"]],
  ["null", ["POST", "/grant", { body: "null" }], {}, [400, "request_invalid"]],
  ["no body", ["POST", "/grant", { headers: { "Content-Type": "application/json" } }], {}, [400, "request_invalid"]],
  ["no code", ["POST", "/grant", { body: { codeVerifier: "v" } }], {}, [400, "request_invalid"]],
  ["a code that is no text", ["POST", "/grant", { body: { ...CODE, code: 7 } }], {}, [400, "request_invalid"]],
  ["JSON deeper than any", ["POST", "/grant", { body: "[".repeat(60_000) }], {}, [400, "request_invalid"]],
  ["half a surrogate pair", ["POST", "/grant", { body: `{"code":"\\ud800"}` }], {}, [400, "config_invalid"]],
  ["a flow that is none", ["POST", "/grant", { body: { ...CODE, flow: "x" } }], {}, [400, "config_invalid"]],
  ["identifiers twice", ["GET", "/permissions?identifiers=TPID&identifiers=TPID", signedIn], {}, [400, "request_invalid"]],
  ["identifiers that are none", ["GET", "/permissions?identifiers=tpid", signedIn], {}, [400, "config_invalid"]],
  ["no identifiers", ["GET", "/permissions?identifiers=", signedIn], {}, [400, "config_invalid"]],
  ["nothing to store", ["POST", "/permissions", { body: {}, ...signedIn }], {}, [400, "config_invalid"]],
  ["a setting that is none", ["POST", "/permissions", { body: { __proto__x: 1 }, ...signedIn }], {}, [400, "config_invalid"]],
  ["a TC string that is none", ["POST", "/permissions", { body: { iabTcString: "B" }, ...signedIn }], {}, [400, "tc_string_invalid"]],
  ["a code that was used", ["POST", "/grant", { body: CODE }], { [TOKEN]: refusal("invalid_grant") }, [400, "token_request_failed"]],
  ["no cookie, reading", ["GET", "/permissions"], {}, [401, "grant_missing"]],
  ["no cookie, writing", ["POST", "/permissions", { body: { idconsent: "VALID" } }], {}, [401, "grant_missing"]],
  ["a foreign origin", ["GET", "/permissions", { headers: { Origin: "https://evil.example" } }], {}, [403, "origin_refused"]],
  ["an opaque origin", ["POST", "/grant", { body: CODE, headers: { Origin: "null" } }], {}, [403, "origin_refused"]],
  ["an unproven change", ["POST", "/grant", { body: CODE, headers: { Origin: undefined } }], {}, [403, "origin_refused"]],
  ["an unproven deletion", ["DELETE", "/grant", { headers: { Origin: undefined } }], {}, [403, "origin_refused"]],
  ["an embedding of another site", ["GET", "/permissions", { headers: { Origin: undefined, "Sec-Fetch-Site": "cross-site" } }], {}, [403, "origin_refused"]],
  ["another address", ["GET", "/elsewhere"], {}, [404, "not_found"]],
  ["a slash too many", ["GET", "/permissions/"], {}, [404, "not_found"]],
  ["another method", ["PUT", "/grant", { body: CODE }], {}, [405, "method_refused"]],
  ["a grant that is to be read", ["GET", "/grant"], {}, [405, "method_refused"]],
  ["a preflight of its own", ["OPTIONS", "/grant"], {}, [405, "method_refused"]],
  ["more than 64 KiB", ["POST", "/grant", { body: { code: "c".repeat(65_536) } }], {}, [413, "body_too_large"]],
  ["a form", ["POST", "/grant", { body: "code=x", headers: { "Content-Type": "application/x-www-form-urlencoded" } }], {}, [415, "type_refused"]],
  ["a text", ["POST", "/permissions", { body: "{}", headers: { "Content-Type": "text/plain" } }], {}, [415, "type_refused"]],
  ["no type", ["POST", "/grant", { body: "{}", headers: { "Content-Type": "" } }], {}, [415, "type_refused"]],
  ["a type like it", ["POST", "/grant", { body: "{}", headers: { "Content-Type": "application/jsonp" } }], {}, [415, "type_refused"]],
  ["a provider that hangs up", ["POST", "/grant", { body: CODE }], { [TOKEN]: (_, response) => response.socket.destroy() }, [502, "network"]],
  ["a center that hangs up", ["GET", "/permissions", signedIn], { [READ]: (_, response) => response.socket.destroy() }, [502, "network"]],
  ["a center with a page", ["GET", "/permissions", signedIn], { [READ]: (_, response) => response.end("marker-of-the-provider") }, [502, "permission_failed"]],
  ["a center that fails", ["POST", "/permissions", { body: { idconsent: "VALID" }, ...signedIn }], { [WRITE]: (_, response) => response.writeHead(500).end() }, [502, "permission_failed"]],
  ["no token response", ["POST", "/grant", { body: CODE }], { [TOKEN]: json({ marker: "marker-of-the-provider" }) }, [502, "token_response_invalid"]],
  ["a token that no cookie holds", ["POST", "/grant", { body: CODE }], { [TOKEN]: json({ access_token: "t".repeat(4096), token_type: "Bearer" }) }, [502, "token_response_invalid"]],
  ["a relay that is refused", ["POST", "/grant", { body: CODE }], { [TOKEN]: refusal("invalid_client", 401) }, [502, "token_request_failed"]],
  ["too many codes", ["POST", "/grant", { body: CODE }], { [TOKEN]: refusal("slow_down", 429) }, [502, "token_request_failed"]],
  ["too many requests", ["GET", "/permissions", signedIn], { [READ]: (_, response) => response.writeHead(429).end("marker-of-the-provider") }, [502, "permission_failed"]],
  ["too many requests, with a reason", ["GET", "/permissions", signedIn], { [READ]: denial("TRY_LATER", 429) }, [502, "permission_failed", "TRY_LATER"]],
  ["a provider that hangs", ["POST", "/grant", { body: CODE }], { [TOKEN]: () => {} }, [504, "timeout"]],
  ["a center that hangs", ["GET", "/permissions", signedIn], { [READ]: () => {} }, [504, "timeout"]],
  ["a denial", ["GET", "/permissions", signedIn], { [READ]: denial("PARAM_ERROR", 400) }, [400, "permission_denied", "PARAM_ERROR"]],
  ["a TC string that is not service-specific", ["POST", "/permissions", { body: { iabTcString: tcString({ isServiceSpecific: false }) }, ...signedIn }], {}, [400, "tc_string_invalid"]],
  ["a wish about TC strings that is none", ["POST", "/permissions?tcfProblems=no", { body: { idconsent: "VALID" }, ...signedIn }], {}, [400, "config_invalid"]],
  ["a denial to write", ["POST", "/permissions", { body: { idconsent: "VALID" }, ...signedIn }], { [WRITE]: denial("TAPP_NOT_ALLOWED", 403) }, [403, "permission_denied", "TAPP_NOT_ALLOWED"]],
  ["an account that is gone", ["GET", "/permissions", signedIn], { [READ]: denial("TPID_EXISTENCE_ERROR", 410) }, [410, "permission_denied", "TPID_EXISTENCE_ERROR"]],
  ["a denial that says it failed", ["GET", "/permissions", signedIn], { [READ]: denial("TPID_ERROR", 500) }, [400, "permission_denied", "TPID_ERROR"]],
];

describe("is answered without a word of the provider:", () => {
  for (const [what, [method, path, { isSignedIn, ...options } = {}], answers, expected] of ROWS) {
    test(`${what}: ${expected.slice(0, 2).join(" ")}`, async () => {
      const { ask, signIn } = await relayAt(netid, { backend: { timeout: what.includes("hangs") && !what.includes("up") ? 0.3 : 10 } });
      const cookie = isSignedIn && (await signIn());
      const before = netid.requests.length;
      Object.assign(netid.answers, answers);
      const { status, headers, body, text } = await ask(method, path, { cookie, ...options });
      assert.deepEqual([status, body.code, body.statusCode], [...expected, undefined].slice(0, 3), text);
      assert.ok(body.message.length > 10);
      assert.equal(headers.get("cache-control"), "no-store");
      assert.deepEqual(headers.getSetCookie(), []);
      assert.equal(/marker-of-the-provider|the-client-secret|eyJ-permission|the-code/.test(text), false, text);
      assert.equal(netid.requests.length - before, Object.keys(answers).length, "asked the provider once, or not at all");
    });
  }
});

test("what is too large is not read on", async () => {
  const { relay } = await relayAt(netid);
  for (const length of ["70000", undefined]) {
    let pulls = 0, canceled = false;
    const body = new ReadableStream({
      pull(controller) {
        pulls += 1;
        controller.enqueue(new Uint8Array(10_000));
      },
      cancel() {
        canceled = true;
      },
    }, { highWaterMark: 0 });
    const headers = { Origin: SITE, "Content-Type": "application/json", ...(length && { "Content-Length": length }) };
    const { status } = await relay(new Request(`${SITE}/consentkey/grant`, { method: "POST", headers, body, duplex: "half" }));
    assert.deepEqual([status, pulls <= 7, canceled], [413, true, length === undefined]);
    if (length) assert.equal(pulls, 0);
  }
});

test("a body that breaks off or is no UTF-8 is the page's fault", async () => {
  const { relay } = await relayAt(netid);
  const bodies = [
    new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) }),
  ];
  for (const body of bodies) {
    const headers = { Origin: SITE, "Content-Type": "application/json; charset=utf-8" };
    const response = await relay(new Request(`${SITE}/consentkey/grant`, { method: "POST", headers, body, duplex: "half" }));
    assert.deepEqual([response.status, (await response.json()).code], [400, "request_invalid"]);
  }
});

test("allowed origins get CORS answers with credentials, failures included, and nobody else does", async () => {
  const allowed = "https://cmp.example";
  const { ask } = await relayAt(netid, { allowedOrigins: [allowed] });
  const from = (origin) => ({ headers: { Origin: origin, "Access-Control-Request-Method": "POST" } });
  const preflight = await ask("OPTIONS", "/grant", from(allowed));
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-methods"), "POST, DELETE");
  assert.equal(preflight.headers.get("access-control-allow-headers"), "Content-Type");
  assert.equal((await ask("OPTIONS", "/permissions", from(allowed))).headers.get("access-control-allow-methods"), "GET, POST");
  for (const answer of [preflight, await ask("GET", "/permissions", from(allowed)), await ask("GET", "/x", from(allowed))]) {
    assert.equal(answer.headers.get("access-control-allow-origin"), allowed);
    assert.equal(answer.headers.get("access-control-allow-credentials"), "true");
    assert.equal(answer.headers.get("vary"), "Origin");
  }
  for (const origin of ["https://evil.example", "null", `${allowed}.evil.example`]) {
    for (const method of ["OPTIONS", "GET"]) {
      const answer = await ask(method, "/permissions", from(origin));
      assert.deepEqual([answer.status, answer.headers.get("access-control-allow-origin")], [403, null]);
    }
  }
});

test("a proxy's words count only where it is trusted", async () => {
  const headers = { Origin: "https://www.example", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "www.example" };
  const ask = async (options, more) => {
    const { ask } = await relayAt(netid, options);
    return (await ask("GET", "/permissions", { site: "http://inner.example:8080", headers: { ...headers, ...more } })).body.code;
  };
  assert.equal(await ask({}), "origin_refused");
  assert.equal(await ask({ trustProxy: true }), "grant_missing");
  assert.equal(await ask({ trustProxy: true }, { "X-Forwarded-Proto": "https, http" }), "grant_missing");
  assert.equal(await ask({ trustProxy: true }, { "X-Forwarded-Host": undefined }), "origin_refused");
  assert.equal(await ask({ trustProxy: true }, { Origin: "https://inner.example:8080", "X-Forwarded-Host": undefined }), "grant_missing");
  for (const wrong of [{ "X-Forwarded-Proto": "file" }, { "X-Forwarded-Host": "a b" }]) {
    assert.equal(await ask({ trustProxy: true }, wrong), "request_invalid");
  }
});

test("onEvent is told names, durations and codes, and can break nothing", async () => {
  const events = [];
  const onEvent = (event) => {
    events.push(event);
    throw new Error("the page's");
  };
  const { ask, signIn } = await relayAt(netid, { onEvent });
  const cookie = await signIn();
  await ask("GET", "/permissions", { cookie });
  await ask("POST", "/permissions", { cookie, body: {} });
  await ask("DELETE", "/grant");
  await ask("GET", "/x");
  for (const { duration } of events) assert.ok(duration >= 0 && duration < 10);
  assert.deepEqual(events.map(({ duration: _, ...event }) => event), [
    { name: "grant.create", status: 200, code: null },
    { name: "permissions.read", status: 200, code: null },
    { name: "permissions.write", status: 400, code: "config_invalid" },
    { name: "grant.delete", status: 204, code: null },
    { name: "refused", status: 404, code: "not_found" },
  ]);
});

test("options that can't be used are refused when the relay is made", async () => {
  const backend = await createNetidBackend({ clientId: "client", clientSecret: "secret", redirectUri: `${SITE}/` });
  const good = { backend, secret: SECRET };
  for (const wrong of [
    { backend: undefined },
    { backend: {} },
    { secret: undefined },
    { secret: "x".repeat(31) },
    { secret: [] },
    { secret: [SECRET, "short"] },
    { secret: 7 },
    { basePath: "consentkey" },
    { basePath: "/consentkey/" },
    { basePath: "/a;b" },
    { basePath: "/a/../b" },
    { basePath: "//a" },
    { basePath: "/a?b" },
    { allowedOrigins: "https://a.example" },
    { allowedOrigins: ["*"] },
    { allowedOrigins: ["null"] },
    { allowedOrigins: ["https://a.example/"] },
    { allowedOrigins: ["HTTPS://a.example"] },
    { cookie: { name: "a;b" } },
    { cookie: { name: "" } },
    { cookie: { name: "__Host-a" } },
    { cookie: { name: "__Secure-a", secure: false } },
    { cookie: { sameSite: "None" } },
    { cookie: { sameSite: "none", secure: false } },
    { cookie: { partitioned: true, secure: false } },
    { cookie: { domain: "a.example; Path=/" } },
    { cookie: { httpOnly: false } },
    { trustProxy: "yes" },
    { onEvent: {} },
    { origins: [] },
  ]) {
    assert.equal(await codeOf(createRelay({ ...good, ...wrong })), "config_invalid", JSON.stringify(wrong));
  }
  for (const right of [{ basePath: "/" }, { basePath: "/a/b-c" }, { secret: [SECRET] }, { allowedOrigins: ["http://localhost:5173"] }]) {
    assert.equal(await codeOf(createRelay({ ...good, ...right })), "none", JSON.stringify(right));
  }
});

test("the cookie follows options and origin", async () => {
  const attributesOf = async (options, { site = SITE, path = "/consentkey" } = {}) => {
    const { relay } = await relayAt(netid, options);
    const response = await relay(new Request(`${site}${path}/grant`, { method: "DELETE", headers: { Origin: site } }));
    assert.equal(response.status, 204);
    const [pair, ...attributes] = response.headers.getSetCookie()[0].split("; ");
    return [pair.split("=")[0], ...attributes.filter((one) => !/^(Max-Age|HttpOnly)/.test(one))].join(" ");
  };
  const local = { site: "http://127.0.0.1:3000" };
  for (const [options, request, expected] of [
    [{}, local, "consentkey Path=/consentkey SameSite=Lax"],
    [{}, { site: "http://localhost:3000" }, "consentkey Path=/consentkey SameSite=Lax"],
    [{}, { site: "http://site.example" }, "__Secure-consentkey Path=/consentkey SameSite=Lax Secure"],
    [{ cookie: { secure: true } }, local, "__Secure-consentkey Path=/consentkey SameSite=Lax Secure"],
    [{ cookie: { secure: false } }, {}, "consentkey Path=/consentkey SameSite=Lax"],
    [{ basePath: "/" }, { path: "" }, "__Host-consentkey Path=/ SameSite=Lax Secure"],
    [{ basePath: "/", cookie: { domain: "site.example" } }, { path: "" }, "__Secure-consentkey Path=/ SameSite=Lax Domain=site.example Secure"],
    [{ cookie: { sameSite: "none", partitioned: true } }, {}, "__Secure-consentkey Path=/consentkey SameSite=None Secure Partitioned"],
    [{ cookie: { sameSite: "strict", name: "mine" } }, {}, "mine Path=/consentkey SameSite=Strict Secure"],
  ]) {
    assert.equal(await attributesOf(options, request), expected);
  }
});

test("a token without an end lives as long as the browser's session", async () => {
  netid.answers[TOKEN] = json({ access_token: "endless", token_type: "Bearer" });
  const { ask } = await relayAt(netid);
  const answer = await ask("POST", "/grant", { body: CODE });
  assert.equal(answer.body.expiresAt, null);
  assert.equal(/Max-Age|Expires/.test(answer.headers.getSetCookie()[0]), false);
  assert.equal((await ask("GET", "/permissions", { cookie: cookieOf(answer) })).status, 200);
});

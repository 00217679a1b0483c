import assert from "node:assert/strict";
import { after, afterEach, before, describe, it, mock } from "node:test";
import { decodeJwt } from "jose";
import { startSandbox } from "../src/index.js";
import { Browser, heading } from "./browser.js";
import { PAGE_ORIGIN, REDIRECT_URI, authorizationUrl, authorize, logIn, pkce, requestToken, startFor, userinfo } from "./client.js";

const FOREIGN_ORIGIN = "https://elsewhere.example";

let sandbox;
before(async () => {
  sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI, "example.app:/oauth2redirect/netid"] });
});
after(() => sandbox.close());

async function refusal(parameters) {
  const page = await new Browser(sandbox).open(authorizationUrl(sandbox, { challenge: pkce().challenge, ...parameters }));
  assert.ok(page.left, "the error has to come back on the redirect URI");
  // For response types other than code, errors come back in the fragment.
  const { error, state, iss } = Object.fromEntries(new URLSearchParams(page.left.hash.slice(1) || page.left.search));
  assert.deepEqual([state, iss], ["the state", sandbox.issuer]);
  return error;
}

describe("discovery", () => {
  it("announces what there is and nothing more", async () => {
    const document = await (await fetch(`${sandbox.issuer}.well-known/openid-configuration`)).json();
    const { issuer, endpoints } = sandbox;
    assert.equal(issuer, `${sandbox.origin}/`);
    assert.deepEqual(
      [document.issuer, document.authorization_endpoint, document.token_endpoint, document.userinfo_endpoint, document.jwks_uri],
      [issuer, endpoints.authorization, endpoints.token, endpoints.userinfo, endpoints.jwks],
    );
    assert.deepEqual(document.response_types_supported, ["code"]);
    assert.deepEqual(document.grant_types_supported, ["authorization_code"]);
    assert.deepEqual(document.code_challenge_methods_supported, ["S256"]);
    assert.deepEqual(document.subject_types_supported, ["pairwise"]);
    assert.deepEqual(document.prompt_values_supported, ["login", "consent"]);
    assert.deepEqual(document.scopes_supported, ["openid", "permission_management", "profile", "email", "address"]);
    assert.equal(document.authorization_response_iss_parameter_supported, true);
    const unoffered = ["end_session_endpoint", "pushed_authorization_request_endpoint", "revocation_endpoint", "introspection_endpoint"];
    assert.deepEqual(unoffered.filter((name) => name in document), []);
  });

  it("points to public keys, one for each algorithm", async () => {
    const { keys } = await (await fetch(sandbox.endpoints.jwks)).json();
    assert.deepEqual(keys.map(({ alg }) => alg).sort(), ["ES256", "EdDSA", "PS256", "RS256"]);
    assert.equal(new Set(keys.map(({ kid }) => kid)).size, 4);
    assert.deepEqual(keys.filter((key) => "d" in key), []);
  });
});

describe("authorization requests", () => {
  it("are refused without PKCE, or with the plain method", async () => {
    const { challenge } = pkce();
    assert.equal(await refusal({ scope: "openid", challenge: undefined }), "invalid_request");
    assert.equal(await refusal({ scope: "openid", code_challenge: challenge, code_challenge_method: "plain" }), "invalid_request");
  });

  it("are refused for other response types, prompts and scopes than netID's", async () => {
    assert.equal(await refusal({ scope: "openid", response_type: "id_token", nonce: "n" }), "unsupported_response_type");
    assert.equal(await refusal({ scope: "openid", prompt: "none" }), "invalid_request");
    assert.equal(await refusal({ scope: "openid", prompt: "select_account" }), "invalid_request");
    assert.equal(await refusal({ scope: "email" }), "invalid_scope");
    assert.equal(await refusal({ scope: undefined }), "invalid_scope");
    assert.equal(await refusal({ scope: "openid", claims: "no json" }), "invalid_request");
    assert.equal(await refusal({ scope: "permission_management", max_age: "soon" }), "invalid_request");
    assert.equal(await refusal({ scope: "permission_management", resource: "https://elsewhere.example" }), "invalid_target");
  });

  it("end on a page where the client is unknown", async () => {
    const page = await new Browser(sandbox).open(authorizationUrl(sandbox, { client_id: "nobody<b>" }));
    assert.equal(page.status, 400);
    assert.equal(heading(page), "Unknown client");
    assert.match(page.text, /nobody&lt;b&gt;/);
    assert.match(page.text, /demo-rs256/);
  });

  it("end on a page where the redirect URI is missing or not registered", async () => {
    const { challenge } = pkce();
    for (const [redirectUri, title] of [
      [undefined, "No redirect URI is given"],
      [`${REDIRECT_URI}/`, "Redirect URI not registered"],
      ["http://127.0.0.1:9999/callback?from=netid", "Redirect URI not registered"],
    ]) {
      const page = await new Browser(sandbox).open(authorizationUrl(sandbox, { challenge, scope: "openid", redirect_uri: redirectUri }));
      assert.deepEqual([page.status, heading(page)], [400, title]);
    }
  });

  it("may come from apps with a scheme of their own", async () => {
    const redirectUri = "example.app:/oauth2redirect/netid";
    const { verifier, challenge } = pkce();
    const browser = new Browser(sandbox);
    let page = await browser.open(authorizationUrl(sandbox, { challenge, scope: "openid", redirect_uri: redirectUri }));
    page = await browser.press(page, "Mia Sommer");
    page = await browser.press(page, "Allow");
    assert.equal(page.left.href.split("?")[0], redirectUri);
    const code = page.left.searchParams.get("code");
    const { status } = await requestToken(sandbox, { code, code_verifier: verifier, redirect_uri: redirectUri });
    assert.equal(status, 200);
  });
});

describe("codes", () => {
  afterEach(() => mock.timers.reset());

  async function code(fields = {}) {
    const { verifier, challenge } = pkce();
    const response = await authorize(sandbox, { challenge, scope: "openid", ...fields });
    return { code: response.code, code_verifier: verifier };
  }

  it("are refused with a wrong or missing verifier, another redirect URI or another client", async () => {
    const fields = await code();
    const answers = [
      await requestToken(sandbox, { ...fields, code_verifier: pkce().verifier }),
      await requestToken(sandbox, { ...fields, code_verifier: undefined }),
      await requestToken(sandbox, { ...fields, redirect_uri: "http://127.0.0.1:5173/" }),
      await requestToken(sandbox, { ...fields, client_id: "demo-es256" }),
      await requestToken(sandbox, { ...fields, code: `${fields.code}x` }),
    ];
    assert.deepEqual(answers.map(({ status, body }) => [status, body.error]), Array(5).fill([400, "invalid_grant"]));
    assert.equal((await requestToken(sandbox, fields)).status, 200);
  });

  it("work once; a second use revokes the tokens of the first and of no other", async () => {
    const browser = new Browser(sandbox);
    const other = await logIn(sandbox, { scope: "openid" }, { browser });
    const { verifier, challenge } = pkce();
    const response = await authorize(sandbox, { challenge, scope: "openid" }, { browser });
    const fields = { code: response.code, code_verifier: verifier };
    const first = await requestToken(sandbox, fields);
    const second = await requestToken(sandbox, fields);
    assert.deepEqual([first.status, second.status, second.body.error], [200, 400, "invalid_grant"]);
    assert.equal((await userinfo(sandbox, first.body.access_token)).status, 401);
    assert.equal((await userinfo(sandbox, other.body.access_token)).status, 200);
  });

  it("work once even where two requests arrive together", async () => {
    const fields = await code();
    const answers = await Promise.all([requestToken(sandbox, fields), requestToken(sandbox, fields)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400]);
  });

  for (const [seconds, status] of [[29, 200], [30, 400]]) {
    it(`are ${status === 200 ? "good" : "expired"} after ${seconds} seconds`, async () => {
      mock.timers.enable({ apis: ["Date"], now: Date.now() });
      const fields = await code();
      mock.timers.tick(seconds * 1000);
      const answer = await requestToken(sandbox, fields);
      assert.deepEqual([answer.status, answer.body.error], [status, status === 200 ? undefined : "invalid_grant"]);
    });
  }

  it("and tokens live as long as the sandbox is told", async (test) => {
    const quick = await startFor(test, { lifetimes: { accessToken: 60, permissionToken: 20 } });
    mock.timers.enable({ apis: ["Date"], now: Date.now() });
    const { body } = await logIn(quick, { scope: "openid permission_management" });
    const permission = decodeJwt(body.id_token).permission_management;
    assert.deepEqual([body.expires_in, permission.expires_in], [60, 20]);
    mock.timers.tick(21_000);
    await assert.rejects(quick.verifyPermissionToken(permission.access_token), { code: "ERR_JWT_EXPIRED" });
    assert.equal((await userinfo(quick, body.access_token)).status, 200);
    mock.timers.tick(39_000);
    assert.equal((await userinfo(quick, body.access_token)).status, 401);
  });
});

describe("userinfo", () => {
  const claims = JSON.stringify({ userinfo: { email: { essential: true }, birthdate: null, shipping_address: null } });

  it("holds the claims asked for one by one", async () => {
    const { body } = await logIn(sandbox, { scope: "openid", claims });
    const info = await userinfo(sandbox, body.access_token);
    assert.deepEqual(Object.keys(info.body).sort(), ["birthdate", "email", "shipping_address", "sub"]);
    assert.equal(info.body.email, "mia@example.com");
    assert.equal(decodeJwt(body.id_token).email, undefined);
  });

  it("leaves out what an account lacks", async () => {
    const { body } = await logIn(sandbox, { scope: "openid", claims }, { user: "Jonas Weber" });
    assert.deepEqual(Object.keys((await userinfo(sandbox, body.access_token)).body).sort(), ["email", "sub"]);
  });

  it("knows the scopes that stand for claims", async () => {
    const names = async (scope) => {
      const { body } = await logIn(sandbox, { scope });
      return Object.keys((await userinfo(sandbox, body.access_token)).body).filter((name) => name !== "sub").sort();
    };
    assert.deepEqual(await names("openid profile"), ["birthdate", "family_name", "gender", "given_name"]);
    assert.deepEqual(await names("openid email"), ["email", "email_verified"]);
    assert.deepEqual(await names("openid address"), ["address"]);
    assert.deepEqual(await names("openid"), []);
  });

  it("puts claims into the ID token where they are asked for there", async () => {
    const { body } = await logIn(sandbox, { scope: "openid", claims: JSON.stringify({ id_token: { email: null } }) });
    assert.equal(decodeJwt(body.id_token).email, "mia@example.com");
  });
});

describe("CORS", () => {
  const preflight = { "access-control-request-method": "POST", "access-control-request-headers": "content-type" };

  function corsHeaders(headers) {
    return [...headers.keys()].filter((name) => name.startsWith("access-control-"));
  }

  it("answers registered origins at discovery, keys, token and userinfo", async () => {
    const origin = { origin: PAGE_ORIGIN };
    const { token, userinfo: userinfoUrl, jwks } = sandbox.endpoints;
    const answers = await Promise.all([
      fetch(`${sandbox.issuer}.well-known/openid-configuration`, { headers: origin }),
      fetch(jwks, { headers: origin }),
      fetch(token, { method: "OPTIONS", headers: { ...origin, ...preflight } }),
      fetch(userinfoUrl, { method: "OPTIONS", headers: { ...origin, ...preflight } }),
      requestToken(sandbox, { code: "none" }, origin),
      userinfo(sandbox, "none", origin),
    ]);
    for (const { headers } of answers) {
      assert.equal(headers.get("access-control-allow-origin"), PAGE_ORIGIN);
      assert.match(headers.get("vary"), /\bOrigin\b/);
    }
  });

  it("gives no CORS headers to other origins", async () => {
    const { token, jwks } = sandbox.endpoints;
    for (const origin of [FOREIGN_ORIGIN, "null"]) {
      const answers = await Promise.all([
        fetch(`${sandbox.issuer}.well-known/openid-configuration`, { headers: { origin } }),
        fetch(jwks, { headers: { origin } }),
        fetch(token, { method: "OPTIONS", headers: { origin, ...preflight } }),
        requestToken(sandbox, { code: "none" }, { origin }),
      ]);
      assert.deepEqual(answers.map(({ headers }) => corsHeaders(headers)), [[], [], [], []]);
    }
    assert.deepEqual(corsHeaders((await fetch(jwks)).headers), []);
  });

  it("lets a foreign page use up no code", async () => {
    const { verifier, challenge } = pkce();
    const { code } = await authorize(sandbox, { challenge, scope: "openid" });
    const fields = { code, code_verifier: verifier };
    assert.equal((await requestToken(sandbox, fields, { origin: FOREIGN_ORIGIN })).status, 400);
    assert.equal((await requestToken(sandbox, fields, { origin: PAGE_ORIGIN })).status, 200);
  });

  it("can be given other origins than those of the redirect URIs", async (test) => {
    const other = await startFor(test, { allowedOrigins: [FOREIGN_ORIGIN] });
    const allowed = async (origin) => {
      const { headers } = await fetch(other.endpoints.jwks, { headers: { origin } });
      return headers.get("access-control-allow-origin");
    };
    assert.deepEqual([await allowed(FOREIGN_ORIGIN), await allowed(PAGE_ORIGIN)], [FOREIGN_ORIGIN, null]);
  });
});

// JSON that is nested so deeply that reading it would take all of the stack.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createPermissionExport, verifyAccessToken } from "consentkey/server";
import { accessTokenClaims, backendOf, idTokenOf, startRealm, TOKEN_PATH } from "../lib/bankid.js";
import { callbackOf, clientOf, codeOf, GRANTED, idToken, json, startProvider } from "../lib/provider.js";

/** What JSON may be nested: see `json::DEPTH_LIMIT` of the core. */
const LIMIT = 100;
const DEPTHS = [LIMIT + 1, 6_000, 50_000];

const lists = (depth) => "[".repeat(depth) + "]".repeat(depth);
const objects = (depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
/** Values of that depth, of each kind that nests. */
const deepValues = DEPTHS.flatMap((depth) => [lists(depth), objects(depth), `${lists(depth / 2)}`.replace("[]", objects(depth))]);
/** The JSON of an object with one more member, which is text already. */
const withMember = (value, name, text) => JSON.stringify(value).replace("{", `{${JSON.stringify(name)}:${text},`);

const part = (text) => Buffer.from(text).toString("base64url");
const raw = (text, status = 200) => (_, response) => response.writeHead(status, { "Content-Type": "application/json" }).end(text);

describe("an access token", () => {
  let realm, options;
  beforeEach(async () => {
    realm = await startRealm();
    options = { issuer: realm.issuer, audience: "signdoc" };
  });
  afterEach(() => realm.close());

  test("nested too deeply is malformed, in header and claims, and the next one is checked all the same", async () => {
    const good = realm.sign(accessTokenClaims(realm));
    const [header, claims, signature] = good.split(".");
    for (const deep of deepValues) {
      for (const jwt of [
        `${part(`{"alg":"RS256","kid":${deep}}`)}.${claims}.${signature}`,
        `${part(`{"alg":${deep}}`)}.${claims}.${signature}`,
        `${header}.${part(withMember(accessTokenClaims(realm), "x", deep))}.${signature}`,
        `${header}.${part(withMember({}, "aud", deep).replace(",}", "}"))}.${signature}`,
        `${part(deep)}.${part(deep)}.${signature}`,
      ]) {
        await assert.rejects(verifyAccessToken(jwt, options), { code: "access_token_invalid", reason: "malformed" });
      }
      assert.equal((await verifyAccessToken(good, options)).sub, "fccee936");
    }
  });

  test("nested up to the limit is read", async () => {
    const claims = { ...accessTokenClaims(realm), deep: JSON.parse(lists(LIMIT - 1)), brackets: "[".repeat(6_000), quote: '"[' };
    const read = await verifyAccessToken(realm.sign(claims), options);
    assert.deepEqual([read.deep, read.brackets], [claims.deep, claims.brackets]);
  });

  test("meets a key set with deep members, and is checked with the good key in it", async () => {
    const good = realm.sign(accessTokenClaims(realm));
    const certs = Object.keys(realm.answers).find((name) => name.endsWith("/certs"));
    let keySet;
    realm.answers[certs]({}, { writeHead: () => ({ end: (body) => (keySet = JSON.parse(body)) }) });
    const [key] = keySet.keys;
    const deep = lists(6_000);
    const broken = ["kid", "n", "kty", "key_ops", "use", "alg"].map((name) => {
      const { [name]: _, ...rest } = key;
      return withMember(rest, name, deep);
    });
    realm.answers[certs] = raw(`{"keys":[${deep},${broken.join()},${JSON.stringify(key)}]}`);
    assert.equal((await verifyAccessToken(good, options)).sub, "fccee936");
  });
});

describe("an answer of a provider", () => {
  let provider, answers, client;
  beforeEach(async () => {
    answers = { "POST /token": json(GRANTED) };
    provider = await startProvider(answers);
    client = await clientOf(provider, {
      idTokenAlg: "none",
      flow: "login",
      endpoints: {
        issuer: `${provider.origin}/`,
        authorization: `${provider.origin}/authorize`,
        token: `${provider.origin}/token`,
        userinfo: `${provider.origin}/userinfo`,
        permissionRead: provider.origin,
        permissionWrite: provider.origin,
      },
    });
  });
  afterEach(() => provider.close());

  const signIn = async (claims) => {
    const { url, state } = client.authorize();
    const answer = { access_token: "a", token_type: "Bearer", id_token: idToken(provider, url, claims) };
    answers["POST /token"] = json(answer);
    return client.handleRedirect(`https://publisher.example/?code=c&state=${state}`);
  };

  test("to a code is token_response_invalid, and no refusal either", async () => {
    for (const deep of deepValues) {
      answers["POST /token"] = raw(withMember(GRANTED, "scope", deep));
      assert.equal(await codeOf(client.handleRedirect(callbackOf(client, { flow: "permission" }))), "token_response_invalid");
      answers["POST /token"] = raw(withMember({ error: "invalid_grant" }, "error_description", deep), 400);
      assert.equal(await codeOf(client.handleRedirect(callbackOf(client, { flow: "permission" }))), "token_request_failed");
    }
    assert.equal((await signIn()).claims.sub, "user");
  });

  test("with a deep ID token is malformed", async () => {
    for (const deep of deepValues) {
      for (const token of [
        (url) => `${part(`{"alg":"none","kid":${deep}}`)}.${idToken(provider, url).split(".")[1]}.`,
        (url) => `${part('{"alg":"none"}')}.${part(withMember({ sub: "user" }, "aud", deep))}.`,
      ]) {
        const { url, state } = client.authorize();
        answers["POST /token"] = json({ access_token: "a", token_type: "Bearer", id_token: token(url) });
        await assert.rejects(client.handleRedirect(`https://publisher.example/?code=c&state=${state}`), {
          code: "id_token_invalid",
          reason: "malformed",
        });
      }
    }
    assert.equal((await signIn()).claims.sub, "user");
  });

  test("about a user is userinfo_failed", async () => {
    const grant = await signIn();
    for (const deep of deepValues) {
      answers["GET /userinfo"] = raw(withMember({ sub: "user" }, "address", deep));
      assert.equal(await codeOf(client.userinfo(grant)), "userinfo_failed");
    }
    answers["GET /userinfo"] = json({ sub: "user", deep: JSON.parse(objects(LIMIT - 1)) });
    assert.deepEqual((await client.userinfo(grant)).deep, JSON.parse(objects(LIMIT - 1)));
  });

  test("about permissions is permission_failed", async () => {
    const [read, written] = ["GET /netid-user-status", "POST /netid-permissions"].map(
      (path) => `${path}?q.identifier.in=TPID,SYNC_ID,ETPID&q.tapp_id.eq=client`,
    );
    for (const deep of deepValues) {
      for (const [text, status] of [
        [withMember({ status_code: "PERMISSIONS_FOUND" }, "netid_privacy_settings", deep), 200],
        [withMember({ status_code: "NO_TPID" }, "more", deep), 403],
        [deep, 200],
      ]) {
        answers[read] = answers[written] = raw(text, status);
        assert.equal(await codeOf(client.permissions.read()), "permission_failed");
        assert.equal(await codeOf(client.permissions.write({ idconsent: "VALID" })), "permission_failed");
      }
    }
  });
});

test("an `appState` that somebody planted, nested too deeply, is null", async (context) => {
  const provider = await startProvider({ "POST /token": json(GRANTED) });
  context.after(provider.close);
  const entries = new Map();
  const storage = {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
  const client = await clientOf(provider, { storage });
  for (const deep of deepValues) {
    for (const read of [(url) => client.handleRedirect(url), async (url) => client.parseRedirect(url)]) {
      const url = callbackOf(client, { appState: "planted" });
      for (const [key, value] of entries) {
        entries.set(key, value.replace("app_state=%22planted%22", `app_state=${encodeURIComponent(deep)}`));
      }
      assert.equal((await read(url)).appState, null);
    }
  }
});

describe("what BankID answers:", () => {
  let realm;
  beforeEach(async () => (realm = await startRealm()));
  afterEach(() => realm.close());

  test("a description is discovery_failed", async () => {
    const path = Object.keys(realm.answers).find((name) => name.endsWith("openid-configuration"));
    for (const deep of deepValues) {
      realm.answers[path] = raw(withMember(realm.description, "claims_supported", deep));
      const backend = await backendOf(realm);
      assert.equal(await codeOf(backend.accessToken()), "discovery_failed");
    }
  });

  test("a token of the client's own is token_response_invalid", async () => {
    const backend = await backendOf(realm);
    for (const deep of deepValues) {
      realm.answers[`POST ${TOKEN_PATH}`] = raw(`{"access_token":"a","token_type":"Bearer","x":${deep}}`);
      assert.equal(await codeOf(backend.accessToken()), "token_response_invalid");
    }
  });

  test("an order, its state and its result are signdoc_failed", async () => {
    const backend = await backendOf(realm);
    const order = { signProperties: { orderName: "My order" }, documents: [{ text: "I agree." }] };
    for (const deep of deepValues) {
      realm.answers["POST /base/signdoc"] = raw(`{"sign_id":"1-2","x":${deep}}`, 201);
      realm.answers["GET /base/signdoc?sign_id=1-2"] = raw(`{"orderState":"SIGN_COMPLETED","x":${deep}}`);
      realm.answers["DELETE /base/signdoc?sign_id=1-2"] = raw(`{"x":${deep}}`);
      assert.equal(await codeOf(backend.signdoc.create(order)), "signdoc_failed");
      assert.equal(await codeOf(backend.signdoc.status("1-2")), "signdoc_failed");
      assert.equal(await codeOf(backend.signdoc.result("1-2")), "signdoc_failed");
    }
  });

  test("an ID token is malformed", async () => {
    const backend = await backendOf(realm);
    const [, claims, signature] = idTokenOf(realm).split(".");
    for (const deep of deepValues) {
      const token = `${part(`{"alg":"RS256","kid":${deep}}`)}.${claims}.${signature}`;
      realm.answers[`POST ${TOKEN_PATH}`] = json({ access_token: "a", token_type: "Bearer", id_token: token });
      await assert.rejects(backend.exchange({ code: "c", codeVerifier: "v", redirectUri: "https://a.example/" }), {
        code: "id_token_invalid",
        reason: "malformed",
      });
    }
  });
});

test("an export with deep entries, or with anything deep around them, is permission_failed", async (context) => {
  let text;
  const center = await startProvider({
    "GET /netid-permissions/?q.tapp_id.eq=t&q.date.ge=2026-01-01": (request, response) => raw(text)(request, response),
    "GET /netid-permissions/?q.cmp_id.eq=c&q.tapp_id.in=t&q.date.ge=2026-01-01": (request, response) => raw(text)(request, response),
  });
  context.after(center.close);
  const exported = await createPermissionExport({
    username: "u",
    password: "p",
    endpoints: { permissionExport: center.origin },
  });
  const all = async (entries) => {
    for await (const entry of entries) void entry;
  };
  const entry = { sync_id: "s", type: "IDCONSENT", changed_at: "2026-01-01T00:00:00Z" };
  for (const deep of deepValues) {
    for (const [owner, several] of [
      [`{"tapp_netid_permissions_export_audit":[${withMember(entry, "value", deep)}]}`, false],
      [`{"x":${deep},"tapp_netid_permissions_export_audit":[]}`, false],
      [`{"cmp_netid_permissions_export_audit":[{"tapp_id":${deep},"tapp_netid_permissions_export_audit":[${JSON.stringify(entry)}]}]}`, true],
    ]) {
      text = owner;
      const since = "2026-01-01";
      const entries = several ? exported.listForCmp({ cmpId: "c", tappIds: ["t"], since }) : exported.list({ tappId: "t", since });
      assert.equal(await codeOf(all(entries)), "permission_failed", text.slice(0, 80));
    }
  }
});

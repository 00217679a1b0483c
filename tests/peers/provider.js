import { createHash, randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { listen } from "../lib/listen.js";
import { hashOf, newKeys } from "./keys.js";

/** The client that the provider knows. */
export const CLIENT_ID = "publisher";

const LIFETIME = 300;
const random = () => randomBytes(24).toString("base64url");
const now = () => Math.floor(Date.now() / 1000);

/**
 * An OpenID Connect provider for the authorization code flow with PKCE, on loopback. Each sign-in
 * gets an issuer of its own, which does all as it should but for one thing.
 *
 * @returns {Promise<{ origin: string, port: number, open: (misbehaviour?: Misbehaviour) => Issuer, close: () => Promise<void> }>}
 *
 * @typedef {object} Misbehaviour all of it optional
 * @property {string} [base] where the issuer says it is
 * @property {(metadata: object, issuer: Issuer) => object} [metadata] changes the discovery document
 * @property {(url: URL) => string} [authorize] where to send the user instead
 * @property {(address: string) => string} [prompt] shows the user a page first, told where the response would go
 * @property {(parameters: URLSearchParams) => void} [response] changes the authorization response
 * @property {(claims: object) => object} [claims] changes the ID token's claims
 * @property {(claims: object, keys: object) => string} [sign] makes the ID token
 * @property {(body: object) => object} [tokens] changes the token response
 * @property {(response: import("node:http").ServerResponse, issuer: Issuer, form: URLSearchParams) => void} [token]
 *   answers at the token endpoint
 * @property {(claims: object) => object} [userinfo] changes the claims at the userinfo endpoint
 */
export async function startProvider() {
  const keys = newKeys();
  const issuers = new Map();
  const { port, close } = await listen(async (incoming, response) => {
    const body = (await incoming.setEncoding("utf8").toArray()).join("");
    allowOrigin(incoming, response);
    if (incoming.method === "OPTIONS") return response.writeHead(204).end();
    const url = new URL(incoming.url, "http://provider");
    const [, name, ...path] = url.pathname.split("/");
    const handle = issuers.get(name)?.endpoints[path.join("/")];
    if (!handle) return response.writeHead(404).end();
    handle({ url, body, headers: incoming.headers }, response);
  });
  const origin = `http://127.0.0.1:${port}`;
  const open = (misbehaviour = {}) => {
    const name = `i${issuers.size}`;
    const issuer = new Issuer(`${misbehaviour.base ?? origin}/${name}/`, keys, misbehaviour);
    issuers.set(name, issuer);
    return issuer;
  };
  return { origin, port, open, close };
}

/** One issuer, and what it saw. */
class Issuer extends EventEmitter {
  /** What must not be found anywhere, by kind. */
  secrets = { code: [], verifier: [], "access token": [], "ID token": [] };
  /** The parameters of the last authorization request. */
  asked;
  /** The codes that came to the token endpoint. */
  redeemed = [];
  /** The codes that came to a host which is none of the provider's. */
  strayed = [];
  #codes = new Map();
  #hanging = [];

  constructor(id, keys, misbehaviour) {
    super();
    this.id = id;
    this.keys = keys;
    this.key = keys.current;
    this.misbehaviour = misbehaviour;
    this.endpoints = {
      ".well-known/openid-configuration": (_, response) => sendJson(response, this.#metadata()),
      jwks: (_, response) => sendJson(response, { keys: [this.key.jwk, keys.ec.jwk] }),
      authorize: ({ url }, response) => this.#answer(this.#authorize(url), response),
      "oauth/token": ({ body }, response) => this.#token(new URLSearchParams(body), response),
      userinfo: ({ headers }, response) => this.#userinfo(headers, response),
      elsewhere: ({ body }, response) => this.#elsewhere(new URLSearchParams(body), response),
    };
  }

  /** Publishes and uses another key. */
  rotate() {
    this.key = this.keys.next;
  }

  /** Keeps a request waiting until `release`. */
  hang(response) {
    this.#hanging.push(response);
  }

  /** Answers what hangs: browsers would ask again after a connection that breaks. */
  release() {
    for (const response of this.#hanging.splice(0)) response.writeHead(503).end();
  }

  /** The token response, or nothing where the code is no longer good or belongs to another request. */
  redeem(form) {
    const { code, code_verifier: verifier, ...rest } = Object.fromEntries(form);
    const request = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash("sha256").update(verifier ?? "").digest("base64url");
    const isOurs = rest.grant_type === "authorization_code" && rest.client_id === CLIENT_ID;
    if (!isOurs || rest.redirect_uri !== request?.redirect_uri || challenge !== request.code_challenge) return undefined;
    const accessToken = this.#accessToken(request);
    const body = { access_token: accessToken, token_type: "Bearer", expires_in: LIFETIME, scope: request.scope };
    if (request.scope.split(" ").includes("openid")) body.id_token = this.#idToken(request, accessToken);
    return this.misbehaviour.tokens?.(body) ?? body;
  }

  #metadata() {
    const { id, misbehaviour } = this;
    const metadata = {
      issuer: id,
      authorization_endpoint: `${id}authorize`,
      token_endpoint: `${id}oauth/token`,
      userinfo_endpoint: `${id}userinfo`,
      jwks_uri: `${id}jwks`,
      response_types_supported: ["code"],
      response_modes_supported: ["query", "fragment"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256", "ES256"],
      token_endpoint_auth_methods_supported: ["none"],
      authorization_response_iss_parameter_supported: true,
    };
    return misbehaviour.metadata?.(metadata, this) ?? metadata;
  }

  #authorize(url) {
    const elsewhere = this.misbehaviour.authorize?.(url);
    if (elsewhere) return elsewhere;
    const request = Object.fromEntries(url.searchParams);
    if (request.client_id !== CLIENT_ID || request.response_type !== "code" || request.code_challenge_method !== "S256") {
      throw new Error(`No request for a code: ${url.search}`);
    }
    const code = `code-${random()}`;
    this.#codes.set(code, request);
    this.secrets.code.push(code);
    this.asked = request;
    const parameters = new URLSearchParams({ code, state: request.state, iss: this.id });
    this.misbehaviour.response?.(parameters);
    return `${request.redirect_uri}${request.response_mode === "fragment" ? "#" : "?"}${parameters}`;
  }

  #answer(address, response) {
    const { prompt } = this.misbehaviour;
    if (!prompt) return response.writeHead(302, { Location: address }).end();
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(prompt(address));
  }

  #token(form, response) {
    this.redeemed.push(form.get("code"));
    if (form.has("code_verifier")) this.secrets.verifier.push(form.get("code_verifier"));
    this.emit("token");
    const { token } = this.misbehaviour;
    if (token) return token(response, this, form);
    const body = this.redeem(form);
    sendJson(response, body ?? { error: "invalid_grant" }, body ? 200 : 400);
  }

  /** A JWT, since some clients take access tokens apart. */
  #accessToken({ scope }) {
    const token = this.key.sign({ iss: this.id, sub: "user", jti: random(), scope, iat: now(), exp: now() + LIFETIME });
    this.secrets["access token"].push(token);
    return token;
  }

  #idToken({ nonce, max_age: maxAge }, accessToken) {
    const { claims: change, sign } = this.misbehaviour;
    const good = {
      iss: this.id,
      aud: CLIENT_ID,
      sub: "user",
      iat: now(),
      exp: now() + LIFETIME,
      at_hash: hashOf(accessToken),
      ...(nonce && { nonce }),
      ...(maxAge && { auth_time: now() }),
    };
    const claims = change?.(good) ?? good;
    const token = sign?.(claims, this.keys) ?? this.key.sign(claims);
    this.secrets["ID token"].push(token);
    return token;
  }

  #userinfo({ authorization = "" }, response) {
    const [scheme, token] = authorization.split(" ");
    const isKnown = scheme.toLowerCase() === "bearer" && this.secrets["access token"].includes(token);
    if (!isKnown) return response.writeHead(401).end();
    const claims = { sub: "user", email: "user@example.com" };
    sendJson(response, this.misbehaviour.userinfo?.(claims) ?? claims);
  }

  /** What a host that got hold of a code would do: redeem it, and let nobody notice. */
  #elsewhere(form, response) {
    this.strayed.push(form.get("code"));
    sendJson(response, this.redeem(form) ?? {});
  }
}

/** Answers with JSON. */
export function sendJson(response, body, status = 200) {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function allowOrigin({ headers }, response) {
  response.setHeader("Access-Control-Allow-Origin", headers.origin ?? "*");
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Access-Control-Allow-Headers", headers["access-control-request-headers"] ?? "*");
  response.setHeader("Cache-Control", "no-store");
}

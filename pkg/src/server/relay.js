import { core } from "../shared/core.js";
import { ConsentKeyError } from "../shared/error.js";
import { refused } from "../shared/options.js";
import { jsonResponse, objectOf } from "./relay-body.js";
import { GrantCookie, cookieSettings } from "./relay-cookie.js";
import { refusalOf } from "./relay-refusal.js";

/** For how long a browser may keep the answer to a preflight, in seconds. */
const PREFLIGHT_LIFETIME = 600;

/**
 * The options of a relay, with what follows from them.
 *
 * @param {object} options as `optionsOf` read them
 * @throws {ConsentKeyError} `config_invalid`
 */
export function relaySettings(options) {
  for (const name of ["backend", "secret"]) {
    if (!options[name]) throw refused(name, "given");
  }
  const { basePath = "/consentkey", allowedOrigins = [], cookie } = options;
  return { __proto__: null, ...options, basePath, allowedOrigins, cookie: cookieSettings(cookie, basePath) };
}

/** The token-based Permission Center for pages. What it knows of a visitor is in the visitor's sealed cookie. */
export class Relay {
  #settings;
  #vault;
  #routes;

  constructor(settings, vault) {
    this.#settings = settings;
    this.#vault = vault;
    const prefix = settings.basePath === "/" ? "" : settings.basePath;
    this.#routes = new Map([
      [`${prefix}/grant`, { POST: ["grant.create", this.#createGrant], DELETE: ["grant.delete", this.#deleteGrant] }],
      [`${prefix}/permissions`, { GET: ["permissions.read", this.#read], POST: ["permissions.write", this.#write] }],
    ]);
  }

  /**
   * @param {Request} request
   * @returns {Promise<Response>} never rejects
   */
  async answer(request) {
    const startedAt = performance.now();
    const visit = { request, name: "refused", headers: { Vary: "Origin" } };
    let status, body;
    try {
      [status, body] = await this.#serve(visit);
    } catch (error) {
      ({ status, body } = refusalOf(error));
    }
    this.#tell({ name: visit.name, status, code: status < 400 ? null : body.code, duration: (performance.now() - startedAt) / 1000 });
    return jsonResponse(status, body, visit.headers);
  }

  async #serve(visit) {
    const { request, headers } = visit;
    const { method } = request;
    const { allowedOrigins, cookie } = this.#settings;
    const url = new URL(request.url);
    const origin = request.headers.get("origin");
    const own = this.#ownOrigin(url, request.headers);
    const sender = core().relaySender(method, origin ?? undefined, request.headers.get("sec-fetch-site") ?? undefined, own, allowedOrigins);
    if (sender === "foreign") throw originRefused();
    if (sender === "allowed") Object.assign(headers, { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true" });
    const methods = this.#routes.get(url.pathname);
    if (!methods) throw new ConsentKeyError("not_found", "There is nothing at this address: a relay has `grant` and `permissions`.");
    if (method === "OPTIONS" && sender === "allowed") return preflight(visit, methods);
    if (!Object.hasOwn(methods, method)) {
      headers.Allow = Object.keys(methods).join(", ");
      throw new ConsentKeyError("method_refused", `This address takes ${headers.Allow}.`);
    }
    if (sender === "unproven") throw originRefused();
    const [name, act] = methods[method];
    visit.name = name;
    return act.call(this, { ...visit, url, cookie: new GrantCookie(cookie, own) });
  }

  /** Of the pages that the relay belongs to. */
  #ownOrigin(url, headers) {
    if (!this.#settings.trustProxy) return url.origin;
    const first = (name) => headers.get(name)?.split(",")[0].trim();
    const protocol = first("x-forwarded-proto") ?? url.protocol.slice(0, -1);
    try {
      const { origin } = new URL(`${protocol}://${first("x-forwarded-host") ?? url.host}`);
      if (/^https?$/.test(protocol)) return origin;
    } catch {
      // Told below.
    }
    throw new ConsentKeyError("request_invalid", "`X-Forwarded-Proto` and `X-Forwarded-Host` name no origin: see the proxy's settings.");
  }

  async #createGrant({ request, headers, cookie }) {
    const code = await objectOf(request);
    if (!Object.hasOwn(code, "code") || typeof code.code !== "string") {
      throw new ConsentKeyError("request_invalid", "`code` is missing: send what parseRedirect() answered.");
    }
    const { permissionToken, scope, claims } = await this.#settings.backend.exchange(code);
    const expiresAt = permissionToken?.expiresAt ?? null;
    // Whatever an earlier visitor of this browser left must not outlast this sign-in.
    headers["Set-Cookie"] = permissionToken ? await this.#sealed(permissionToken, cookie) : cookie.clear();
    return [200, { scope, claims: withoutToken(claims), expiresAt }];
  }

  async #sealed({ value, expiresAt }, cookie) {
    const payload = core().relayPayload(value, expiresAt ?? undefined);
    return cookie.set(await this.#vault.seal(payload, cookie.name), expiresAt);
  }

  async #deleteGrant({ headers, cookie }) {
    headers["Set-Cookie"] = cookie.clear();
    return [204];
  }

  async #read(visit) {
    // Nobody waits for what a page that has left asked for. What it decided is stored all the same.
    const wanted = { ...wantedOf(visit), signal: visit.request.signal };
    return [200, await this.#ask(visit, (permissions) => permissions.read(wanted))];
  }

  async #write(visit) {
    const settings = await objectOf(visit.request);
    const wanted = { ...wantedOf(visit), tcfProblems: visit.url.searchParams.get("tcfProblems") };
    return [201, await this.#ask(visit, (permissions) => permissions.write(settings, wanted))];
  }

  /** Asks the Permission Center for whoever sends the cookie. */
  async #ask({ request, headers, cookie }, ask) {
    const payload = await this.#vault.open(request.headers.get("cookie") ?? "", cookie.name);
    const token = core().relayToken(payload ?? "", Date.now());
    try {
      return await ask(this.#settings.backend.permissions(token));
    } catch (error) {
      // It was revoked, or netID's clock is ahead: the page asks for a new sign-in.
      if (isTokenRefused(error)) headers["Set-Cookie"] = cookie.clear();
      throw error;
    }
  }

  #tell(event) {
    try {
      // Neither its faults nor its pace are the visitor's.
      Promise.resolve(this.#settings.onEvent?.(event)).catch(() => {});
    } catch {
      // See above.
    }
  }
}

function isTokenRefused(error) {
  const { status, statusCode } = { __proto__: null, ...error };
  return status === 401 || statusCode === "TOKEN_ERROR";
}

function preflight({ headers }, methods) {
  headers["Access-Control-Allow-Methods"] = Object.keys(methods).join(", ");
  headers["Access-Control-Allow-Headers"] = "Content-Type";
  headers["Access-Control-Max-Age"] = String(PREFLIGHT_LIFETIME);
  return [204];
}

/** The query parameter `identifiers`, a list with commas; all of them where it is absent. */
function wantedOf({ url }) {
  const lists = url.searchParams.getAll("identifiers");
  if (lists.length > 1) throw new ConsentKeyError("request_invalid", "`identifiers` stands twice: separate them by commas.");
  return lists.length === 0 ? {} : { identifiers: lists[0].split(",") };
}

/** The claims of an ID token as a page may see them. */
function withoutToken(claims) {
  if (!claims) return null;
  const { permission_management: _, ...others } = claims;
  return others;
}

const originRefused = () =>
  new ConsentKeyError(
    "origin_refused",
    "This relay does not serve the page's origin: name it in `allowedOrigins`; behind a proxy, `trustProxy` may be missing.",
  );

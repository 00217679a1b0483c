import { core } from "../shared/core.js";
import { ConsentKeyError } from "../shared/error.js";
import { refused } from "../shared/options.js";
import { jsonAnswer, objectOf } from "./relay-body.js";
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
  #site = {};

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
   * @param {{ method: string, url: URL, header: (name: string) => string | null, body: ReadableStream | null, signal: AbortSignal }} incoming
   * @returns {Promise<{ status: number, headers: Record<string, string>, text: string | null }>} never rejects
   */
  async answer(incoming) {
    const startedAt = performance.now();
    const visit = { incoming, name: "refused", headers: { Vary: "Origin" } };
    let status, body;
    try {
      [status, body] = await this.#serve(visit);
    } catch (error) {
      ({ status, body } = refusalOf(error));
    }
    this.#tell({ name: visit.name, status, code: status < 400 ? null : body.code, duration: (performance.now() - startedAt) / 1000 });
    return jsonAnswer(status, body, visit.headers);
  }

  async #serve(visit) {
    const { incoming, headers } = visit;
    const { method, url } = incoming;
    const { allowedOrigins } = this.#settings;
    const origin = incoming.header("origin");
    const site = this.#siteOf(incoming);
    const sender = core().relaySender(method, origin ?? undefined, incoming.header("sec-fetch-site") ?? undefined, site.origin, allowedOrigins);
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
    return act.call(this, { ...visit, cookie: site.cookie });
  }

  /** The pages that the relay belongs to: as a rule the same for each request, so the last ones are kept. */
  #siteOf(incoming) {
    const address = this.#settings.trustProxy ? forwardedAddress(incoming) : incoming.url.origin;
    if (this.#site.address !== address) {
      const origin = originOf(address);
      this.#site = { address, origin, cookie: new GrantCookie(this.#settings.cookie, origin) };
    }
    return this.#site;
  }

  async #createGrant({ incoming, headers, cookie }) {
    const code = await objectOf(incoming);
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
    const wanted = { ...wantedOf(visit), signal: visit.incoming.signal };
    return [200, await this.#ask(visit, (permissions) => permissions.read(wanted))];
  }

  async #write(visit) {
    const settings = await objectOf(visit.incoming);
    const wanted = { ...wantedOf(visit), tcfProblems: visit.incoming.url.searchParams.get("tcfProblems") };
    return [201, await this.#ask(visit, (permissions) => permissions.write(settings, wanted))];
  }

  /** Asks the Permission Center for whoever sends the cookie. */
  async #ask({ incoming, headers, cookie }, ask) {
    const payload = await this.#vault.open(incoming.header("cookie") ?? "", cookie.name);
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

/** Where the browser's request went, as the proxy says. */
function forwardedAddress({ url, header }) {
  const first = (name) => header(name)?.split(",")[0].trim();
  const protocol = first("x-forwarded-proto") ?? url.protocol.slice(0, -1);
  if (!/^https?$/.test(protocol)) throw forwardedWrongly();
  return `${protocol}://${first("x-forwarded-host") ?? url.host}`;
}

function originOf(address) {
  try {
    return new URL(address).origin;
  } catch {
    throw forwardedWrongly();
  }
}

const forwardedWrongly = () =>
  new ConsentKeyError("request_invalid", "`X-Forwarded-Proto` and `X-Forwarded-Host` name no origin: see the proxy's settings.");

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
function wantedOf({ incoming }) {
  const lists = incoming.url.searchParams.getAll("identifiers");
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

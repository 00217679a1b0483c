import { core } from "../shared/core.js";
import { ConsentKeyError } from "../shared/error.js";
import { refused } from "../shared/options.js";
import { isLoopback } from "../shared/loopback.js";

/** The most bytes that browsers keep of a cookie (RFC 6265 section 6.1). */
const LIMIT = 4096;
const NAME = "consentkey";

/**
 * How the cookie is to be, as it is the same for every request.
 *
 * @param {object | undefined} wanted the option `cookie`
 * @param {string} path it is sent along below this one only
 */
export function cookieSettings(wanted, path) {
  const { name, domain, sameSite = "lax", secure, partitioned = false } = { __proto__: null, ...wanted };
  const needsSecure = sameSite === "none" || partitioned || /^__(Host|Secure)-/i.test(name);
  if (secure === false && needsSecure) {
    throw refused("cookie.secure", "left out or true with `sameSite: \"none\"`, `partitioned` and the prefixes of names");
  }
  if (/^__Host-/i.test(name) && (domain || path !== "/")) {
    throw refused("cookie.name", "without `__Host-` unless `basePath` is \"/\" and there is no `domain`");
  }
  return { name, domain, sameSite, secure, partitioned, path, needsSecure };
}

/** The cookie in an answer to this origin. */
export class GrantCookie {
  #settings;
  #isSecure;

  constructor(settings, origin) {
    this.#settings = settings;
    const { secure, needsSecure } = settings;
    this.#isSecure = needsSecure || (secure ?? !isPlainLoopback(origin));
  }

  /** With the strictest prefix whose rules it keeps (RFC 6265bis section 4.1.3). */
  get name() {
    const { name, domain, path } = this.#settings;
    if (name) return name;
    if (!this.#isSecure) return NAME;
    return path === "/" && !domain ? `__Host-${NAME}` : `__Secure-${NAME}`;
  }

  /**
   * The header `Set-Cookie`.
   *
   * @param {string} value
   * @param {number | null} expiresAt when its token does; null: not known, so it goes with the browser's session
   * @throws {ConsentKeyError} `token_response_invalid` where browsers would drop it
   */
  set(value, expiresAt) {
    const header = this.#header(value, expiresAt === null ? [] : [`Max-Age=${core().relayMaxAge(expiresAt, Date.now())}`]);
    if (header.length <= LIMIT) return header;
    throw new ConsentKeyError("token_response_invalid", "The permission token is too long for a cookie of 4,096 bytes.");
  }

  clear() {
    return this.#header("", ["Max-Age=0"]);
  }

  #header(value, lifetime) {
    const { domain, sameSite, path, partitioned } = this.#settings;
    const attributes = [...lifetime, `Path=${path}`, "HttpOnly", `SameSite=${sameSite[0].toUpperCase()}${sameSite.slice(1)}`];
    if (domain) attributes.push(`Domain=${domain}`);
    if (this.#isSecure) attributes.push("Secure");
    if (partitioned) attributes.push("Partitioned");
    return [`${this.name}=${value}`, ...attributes].join("; ");
  }
}

function isPlainLoopback(origin) {
  const { protocol, hostname } = new URL(origin);
  return protocol === "http:" && isLoopback(hostname);
}

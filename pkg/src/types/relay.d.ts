import type { ConsentKeyErrorCode } from "./error.js";
import type { Request, Response } from "./platform.js";
import type { NetidBackend } from "./server.js";

/** A fetch-style handler. It answers every request, and never rejects. */
export type RelayHandler = (request: Request) => Promise<Response>;

/** Options of `createRelay`. */
export interface RelayOptions {
  /** What `createNetidBackend` gave: with a secret, or a public client. Its `timeout` is how long netID may take. */
  backend: NetidBackend;
  /**
   * What cookies are sealed with: 32 bytes or more each, in UTF-8, at random. The first seals and all open, so that a
   * new one is added at the end everywhere, then goes to the front, and the old one is left out when its cookies have
   * lapsed.
   */
  secret: string | readonly string[];
  /** Where it is mounted, without a slash at its end. Also the cookie's `Path`. Default `"/consentkey"`. */
  basePath?: string;
  /**
   * Origins of other sites' pages that it serves, as browsers write them: they get CORS answers with credentials. Its
   * own origin is always served. Default: none.
   */
  allowedOrigins?: readonly string[];
  /**
   * Whether `X-Forwarded-Proto` and `X-Forwarded-Host` say what the relay's own origin is, the first of each where a
   * chain of proxies has made lists. Only behind a proxy that sets or removes both. Default false.
   */
  trustProxy?: boolean;
  /** The cookie with the token. */
  cookie?: RelayCookie;
  /** Told of each request when it is answered, for logs and metrics. What it throws or rejects with is dropped. */
  onEvent?: (event: RelayEvent) => void | Promise<void>;
}

/**
 * The cookie of a relay: `HttpOnly`, with `basePath` as its `Path`, gone when the token lapses, 4,096 bytes at most.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265.html#section-4.1
 */
export interface RelayCookie {
  /**
   * Its name. Default `"consentkey"` with the strictest prefix that it may have: `__Host-` where `basePath` is "/" and
   * there is no `domain`, else `__Secure-`; none where it is not `Secure`.
   */
  name?: string;
  /** Has it sent to the subdomains of this one too. Default: to its own host only. */
  domain?: string;
  /** Default `"lax"`. A page of another site needs `"none"`. */
  sameSite?: "lax" | "strict" | "none";
  /** Default: unless the request is http on loopback. `false` is refused with `sameSite: "none"` and `partitioned`. */
  secure?: boolean;
  /** A jar for each site around it (CHIPS), for a banner in a frame of another site. Default false. */
  partitioned?: boolean;
}

/** What `onEvent` is told. Nothing of it is the visitor's. */
export interface RelayEvent {
  /** What was asked for; `"refused"` where it came to nothing that a relay does. */
  name: "grant.create" | "grant.delete" | "permissions.read" | "permissions.write" | "refused";
  /** HTTP status of the answer; 499 with `aborted` where the page had left, and its reading was broken off. */
  status: number;
  /** Why it failed; null where it did not. */
  code: ConsentKeyErrorCode | null;
  /** From the request to its answer, in seconds. */
  duration: number;
}

/**
 * Makes a relay: a backend for frontend that keeps netID's permission token for a page, which gets none, and calls
 * the Permission Center with it. It has no state: the token is in a cookie, sealed with AES-256-GCM, that no script can
 * read, so any number of instances serve the same visitors. Checks the options; makes no other request.
 *
 * | request | answer |
 * |---|---|
 * | `POST {basePath}/grant`, what `parseRedirect()` returns | 200 `{ scope, claims, expiresAt }`, and the cookie |
 * | `GET {basePath}/permissions?identifiers=TPID,SYNC_ID` | 200 `PrivacyStatus` |
 * | `POST {basePath}/permissions?identifiers=…&tcfProblems=…`, `PermissionSettings` | 201 `SubjectIdentifiers` |
 * | `DELETE {basePath}/grant` | 204, and the cookie is gone |
 *
 * Failures are `{ code, message, statusCode?, reason? }` with a fitting status. A client made with the option `relay`
 * knows all of it.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`, or `config_invalid` with the name of the option
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps#name-backend-for-frontend-bff
 */
export function createRelay(options: RelayOptions): Promise<RelayHandler>;

/** As much of `IncomingMessage` of `node:http` as is used, and of what frameworks add. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  /** The method. */
  method?: string | undefined;
  /** The target. */
  url?: string | undefined;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
}

/** As much of `ServerResponse` of `node:http` as is used. */
export interface NodeResponse {
  /** Ends the answer. */
  end: (body?: string | Uint8Array | null) => unknown;
}

/**
 * A relay, or any other fetch-style handler, as `node:http`, Express and their kin take one. Where the handler rejects,
 * the connection ends. The signal of each request fires when whoever sent it leaves before the answer.
 *
 * @throws {ConsentKeyError} nothing: what is no request is answered with 400 `request_invalid`
 */
export function toNodeHandler(relay: RelayHandler): (incoming: NodeRequest, outgoing: NodeResponse) => void;

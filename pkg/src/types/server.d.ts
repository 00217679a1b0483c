import type { Grant, AccessToken } from "./grant.js";
import type { CommonOptions, Endpoints, NetidFlow } from "./options.js";
import type { PermissionCenter } from "./permissions.js";
import type { AbortSignal, Bytes, Response, URL, WasmModule } from "./platform.js";

export {
  createAccessTokenVerifier,
  createBankidBackend,
  decodeAccessToken,
  hasResourceRole,
  verifyAccessToken,
} from "./bankid.js";
export type {
  AccessTokenClaims,
  AccessTokenVerifier,
  BankidBackend,
  BankidBackendOptions,
  OrderState,
  SignDocument,
  SignOrder,
  SignResult,
  Signdoc,
  SigndocOptions,
  TokenStore,
  VerifyAccessTokenOptions,
} from "./bankid.js";
export { createRelay, toNodeHandler } from "./relay.js";
export type { NodeRequest, NodeResponse, RelayCookie, RelayEvent, RelayHandler, RelayOptions } from "./relay.js";
export { ConsentKeyError, isConsentKeyError } from "./error.js";
export { inspectTcString } from "./tc-facts.js";
export type { TcStringFacts, TcStringProblem, TcStringSegment } from "./tc-facts.js";
export type { ConsentKeyErrorCode, ConsentKeyErrorDetails, IdTokenInvalidReason } from "./error.js";
export type { AccessToken, Grant, IdTokenClaims, JsonValue } from "./grant.js";
export type { CommonOptions, Endpoints, IdTokenAlg, NetidFlow, TransactionStorage } from "./options.js";
export type {
  Identifier,
  PermissionCenter,
  PermissionOptions,
  PermissionSettings,
  PermissionWriteOptions,
  PrivacyStatus,
  SubjectIdentifiers,
} from "./permissions.js";

/**
 * Loads the core. The create functions do it themselves; call it to load early, or where the platform compiles no
 * bytes: with the module of `consentkey/consentkey-server.wasm`. Cloudflare's workerd and the edge runtime of Next.js
 * and Vercel get it without.
 *
 * Once loaded, further calls do nothing, whatever their `source`; calls while it loads share one attempt. After a
 * failure the next call tries again.
 *
 * @param source where `consentkey-server.wasm` is, or what is in it. Default: the copy inside this module.
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`
 */
export default function init(source?: URL | string | Response | Bytes | WasmModule): Promise<void>;

/**
 * Loads the core from bytes or a module that are there already, at once.
 *
 * @param source the content of `consentkey-server.wasm`
 * @throws {ConsentKeyError} `wasm_unavailable`
 */
export function initSync(source: Bytes | WasmModule): void;

/**
 * Options of a confidential client. `storage`, `transactionLifetime` make no difference here. The further options of
 * a page's client (`flow`, `claims`, `tappId`, `signId`) may be there too, so that both share one object; they are
 * checked and make no difference.
 */
export interface BackendOptions extends CommonOptions {
  /**
   * The client's secret, without control characters, such as the line break that ends the file it was read from:
   * those throw `config_invalid`. It leaves this process for the token endpoint only.
   */
  clientSecret: string;
  /**
   * How the secret is sent. Default `"client_secret_basic"`: in a header, name and secret form-encoded
   * first, as RFC 6749 section 2.3.1 says. Some providers don't decode it and refuse the client (`status` 401) where
   * name or secret have other characters than letters, digits and `-._~`: set `"client_secret_post"` there.
   */
  clientAuth?: "client_secret_basic" | "client_secret_post";
}

/** Options of `createNetidBackend` for a public client: one without a secret, whose codes PKCE alone protects. */
export interface PublicNetidBackendOptions extends CommonOptions {
  /** There is no authentication; a `clientSecret` beside it throws `config_invalid`. */
  clientAuth: "none";
  /** Which of netID's environments. Default `"live"`. */
  environment?: "live" | "qa";
}

/** Options of `createNetidBackend`. */
export interface NetidBackendOptions extends BackendOptions {
  /** Which of netID's environments; it moves the Permission Center's hosts. Default `"live"`. */
  environment?: "live" | "qa";
}

/**
 * A code as the page's `parseRedirect()` returns it, or as much of it as there is. Further members are no fault: a
 * page may send what it likes along.
 */
export interface ReceivedCode {
  /** `code`, bit for bit. netID's is valid for 30 seconds and once. */
  code: string;
  /** `code_verifier`; absent where the authorization request had no challenge. */
  codeVerifier?: string;
  /** What the ID token's `nonce` must be. Null or absent: there must be none. */
  nonce?: string | null;
  /** `redirect_uri` of the authorization request. Default: that of the options. */
  redirectUri?: string;
  /**
   * netID's flow of the sign-in. Default: the one that asks for `scope`; without it, with a `nonce` one that signs
   * in, with a permission token where the ID token has one; else `"permission"`.
   */
  flow?: NetidFlow | null;
  /**
   * The scope asked for: one text with spaces or a list. It is the grant's where the provider does not say what it
   * granted. One that belongs to another `flow` throws `config_invalid`. Default: the flow's, or that of the options.
   */
  scope?: string | readonly string[] | null;
  /**
   * How long ago, in whole seconds, the user may have signed in: the ID token's `auth_time` is checked. What the
   * server relies on it says itself, since a page can be made to say anything. Null or absent: any time.
   */
  maxAge?: number | null;
}

/**
 * Makes a confidential client of netID, or with `clientAuth: "none"` a public one. Loads the core and checks the options; makes no other request.
 *
 * The core is inside this module. Platforms that compile no bytes take it from `consentkey/consentkey-server.wasm`:
 * Cloudflare's workerd by itself, others with `await init(module)` before.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`, or `config_invalid` with the name of the option
 */
export function createNetidBackend(options: NetidBackendOptions | PublicNetidBackendOptions): Promise<NetidBackend>;

/** A confidential client of netID, on a server. */
export interface NetidBackend {
  /**
   * Exchanges a code that a page sent. The ID token, where there is one, is checked as in the page; see
   * `Client.handleRedirect`. That the response belonged to the page's own sign-in, the page's `parseRedirect()`
   * has checked.
   *
   * @throws {ConsentKeyError} rejects with `config_invalid`, `network`, `timeout`, `token_request_failed`,
   *   `token_response_invalid`, `id_token_invalid`, `jwks_failed`, `discovery_failed` or `issuer_mismatch`
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3
   */
  exchange(code: ReceivedCode): Promise<Grant>;

  /**
   * The Permission Center for one user, the token-based variant: it needs no cookie, so it works whatever
   * the user's browser blocks. Refused from pages. `createPermissions` does the same without a client's secret.
   *
   * @param token `grant.permissionToken`, or its value: visible ASCII, since it goes into a header
   * @throws {ConsentKeyError} `config_invalid` where it is neither
   */
  permissions(token: AccessToken | string): PermissionCenter;
}

/** Options of `createPermissions`. */
export interface CreatePermissionsOptions {
  /** `grant.permissionToken`, or its value: visible ASCII, since it goes into a header. */
  token: AccessToken | string;
  /** Which of netID's environments. Default `"live"`. */
  environment?: "live" | "qa";
  /** `permissionRead` and `permissionWrite` replace the known addresses. */
  endpoints?: Partial<Endpoints>;
  /** How long each request may take, its body included, in seconds. Default 10. */
  timeout?: number;
}

/**
 * The Permission Center for one user, the token-based variant, for a server that has the user's token and no secret
 * of a client. Loads the core and checks the options; makes no other request.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`, or `config_invalid` with the name of the option
 */
export function createPermissions(options: CreatePermissionsOptions): Promise<PermissionCenter>;

/** Options of `createPermissionExport`. */
export interface PermissionExportOptions {
  /** As netID told you; without a colon or control characters. */
  username: string;
  /** As netID told you; without control characters, such as the line break that ends a file. */
  password: string;
  /** Which of netID's environments. Default `"live"`. */
  environment?: "live" | "qa";
  /** `permissionExport` replaces the known address. */
  endpoints?: Partial<Endpoints>;
}

/** Makes a reader of the export. Loads the core and checks the options; makes no other request.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable` or `config_invalid`
 */
export function createPermissionExport(options: PermissionExportOptions): Promise<PermissionExport>;

/** Options of one export. */
export interface ExportOptions {
  /** Gives it up: `aborted`. */
  signal?: AbortSignal;
  /** How long the server may be silent, before the answer and within it, in seconds. Default 60. */
  timeout?: number;
  /** Called after each piece that arrives, with what has come so far. */
  onProgress?: (progress: { bytes: number; entries: number }) => void;
}

/** One change of one setting. */
export interface ExportedPermission {
  /** The user, to this partner. */
  syncId: string;
  /** What was changed. Types that are not listed here are passed on, such as older ones. */
  type: "IDCONSENT" | "IAB_TC_STRING" | (string & {});
  /** Of `"IDCONSENT"`. */
  status?: "VALID" | "INVALID";
  /** Of `"IAB_TC_STRING"`. */
  value?: string;
  /** In milliseconds since the epoch. */
  changedAt: number;
}

/**
 * The data export. Entries come while the answer arrives, so memory does not grow with it; a slow reader slows
 * the download down, and leaving the loop ends it.
 *
 * @example
 * for await (const { syncId, type, changedAt } of permissions.list({ tappId, since: "2026-01-01" })) { … }
 */
export interface PermissionExport {
  /**
   * What changed at one partner.
   *
   * @param query `since`: a `Date` is sent in UTC, a text as it is
   * @throws {ConsentKeyError} while it is read: `config_invalid`; `permission_denied` (`status` 400: a parameter,
   *   401: the credentials, 403: not allowed); `permission_failed`; `network`, also where the answer breaks off,
   *   after the entries before it; `timeout`; `aborted`. Whatever breaks the answer, the whole entries before it
   *   come first. An answer 204 has no entries
   */
  list(query: { tappId: string; since: Date | string }, options?: ExportOptions): AsyncIterable<ExportedPermission>;

  /**
   * The same for several partners of one CMP. Entries wait for the `tapp_id` of their partner where it stands behind
   * them: 16 Mi characters of JSON at most, more throw `permission_failed`.
   *
   * @throws {ConsentKeyError} as `list`: `config_invalid`, `permission_denied`, `permission_failed`, `network`,
   *   `timeout`, `aborted`
   */
  listForCmp(
    query: { cmpId: string; tappIds: readonly string[]; since: Date | string },
    options?: ExportOptions,
  ): AsyncIterable<ExportedPermission & { tappId: string }>;
}

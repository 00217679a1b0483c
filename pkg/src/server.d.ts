import type { Grant, AccessToken } from "./grant.js";
import type { CommonOptions, Endpoints, NetidFlow } from "./options.js";
import type { PermissionCenter } from "./permissions.js";

export { default, initSync } from "./index.js";
export { createBankidBackend, decodeAccessToken, hasResourceRole, verifyAccessToken } from "./bankid.js";
export type {
  AccessTokenClaims,
  BankidBackend,
  BankidBackendOptions,
  SignDocument,
  SignOrder,
  SignResult,
  Signdoc,
  TokenStore,
  VerifyAccessTokenOptions,
} from "./bankid.js";
export { ConsentKeyError } from "./error.js";
export type { ConsentKeyErrorCode, ConsentKeyErrorDetails, IdTokenInvalidReason } from "./error.js";
export type { AccessToken, Grant, IdTokenClaims, JsonValue } from "./grant.js";
export type { CommonOptions, Endpoints, IdTokenAlg, NetidFlow, TransactionStorage } from "./options.js";
export type {
  Identifier,
  PermissionCenter,
  PermissionOptions,
  PermissionSettings,
  PrivacyStatus,
  SubjectIdentifiers,
} from "./permissions.js";

/** Options of a confidential client. `storage`, `transactionLifetime` make no difference here. */
export interface BackendOptions extends CommonOptions {
  /**
   * The client's secret. It leaves this process for the token endpoint only. Line breaks, which a file may have at
   * its end, and other control characters are `config_invalid`.
   */
  clientSecret: string;
  /**
   * How the secret is sent. Default `"client_secret_basic"`: in a header, name and secret form-encoded
   * first, as RFC 6749 section 2.3.1 says. Some providers don't decode it and refuse the client (`status` 401) where
   * name or secret have other characters than letters, digits and `-._~`: set `"client_secret_post"` there.
   */
  clientAuth?: "client_secret_basic" | "client_secret_post";
}

/** Options of `createNetidBackend`. */
export interface NetidBackendOptions extends BackendOptions {
  /** Which of netID's environments; it moves the Permission Center's hosts. Default `"live"`. */
  environment?: "live" | "qa";
}

/** A code as the page's `parseRedirect()` answers it, or as much of it as there is. */
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
   * The flow of the sign-in. Default: with a `nonce` one that signs in, with a permission token where
   * the ID token has one; else `"permission"`.
   */
  flow?: NetidFlow;
}

/**
 * Makes a confidential client of netID. Loads the core and checks the options; makes no other request.
 *
 * The core is read from the file beside this module. On platforms without a file system (edge workers) load it
 * first: `await init(module)`, with the module of `consentkey/consentkey-server.wasm`.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`, or `config_invalid` with the name of the option
 */
export function createNetidBackend(options: NetidBackendOptions): Promise<NetidBackend>;

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
   * the user's browser blocks. Refused from pages.
   *
   * @param token `grant.permissionToken`, or its value
   * @throws {ConsentKeyError} `config_invalid` where it is neither, or holds a line break, a space or another
   *   character that no header can
   */
  permissions(token: AccessToken | string): PermissionCenter;
}

/** Options of `createPermissionExport`. */
export interface PermissionExportOptions {
  /** As netID told you; without a colon. */
  username: string;
  /** As netID told you. */
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
   * them: 16 Mi characters of JSON at most, more are `permission_failed`.
   *
   * @throws {ConsentKeyError} as `list`: `config_invalid`, `permission_denied`, `permission_failed`, `network`,
   *   `timeout`, `aborted`
   */
  listForCmp(
    query: { cmpId: string; tappIds: readonly string[]; since: Date | string },
    options?: ExportOptions,
  ): AsyncIterable<ExportedPermission & { tappId: string }>;
}

import type { JsonValue } from "./grant.js";
import type { TcStringProblem } from "./tc-facts.js";

/**
 * What failed. Test this and show texts of your own; `message` is for developers.
 *
 * Codes are only ever added, so a `switch` needs a `default`. Those marked "reserved" are not
 * thrown by this version.
 */
export type ConsentKeyErrorCode =
  // The options or arguments can't be used; the message names the option.
  | "config_invalid"
  // A synchronous function was called before the core was loaded.
  | "not_initialized"
  // The core could not be loaded or compiled, the platform has no secure randomness, or the core broke off in
  // this call (no stack or memory left): the next call has a new one.
  | "wasm_unavailable"
  // The browser refuses storage, or it is full, or the page is being prerendered.
  | "storage_unavailable"
  // No sign-in of this client is waiting for this response.
  | "state_unknown"
  // The response came after `transactionLifetime`, or a popup was open for longer.
  | "transaction_expired"
  // The response was used before: a reload, or the back button.
  | "transaction_used"
  // The response, or the discovery document, is another issuer's (RFC 9207 section 2.4), or names none where the
  // provider promises to; then the provider's `error` is kept beside it.
  | "issuer_mismatch"
  // The response is malformed: `code`, `state`, `iss` or `error` is repeated, empty or not decodable, or `code`
  // stands beside `error`.
  | "response_invalid"
  // The user or the provider said no (RFC 6749 section 4.1.2.1).
  | "access_denied"
  // Any other `error` of the authorization endpoint.
  | "authorization_failed"
  // The browser refused to open a window.
  | "popup_blocked"
  // The user closed the window before the sign-in was done.
  | "popup_closed"
  // The `signal` that was passed in fired.
  | "aborted"
  // No complete answer within `timeout`.
  | "timeout"
  // The provider could not be reached, its answer broke off or is no HTTP, or it does not allow this page's origin (CORS).
  | "network"
  // The token endpoint refused (RFC 6749 section 5.2) or redirected.
  | "token_request_failed"
  // The token endpoint's answer is no token response (RFC 6749 section 5.1).
  | "token_response_invalid"
  // The ID token failed a check (OpenID Connect Core section 3.1.3.7); `reason` says which.
  | "id_token_invalid"
  // An access token that a resource server was shown failed a check; `reason` says which.
  | "access_token_invalid"
  // The userinfo endpoint refused, or its answer is another user's (OpenID Connect Core section 5.3).
  | "userinfo_failed"
  // The Permission Center said no, with a `statusCode`; the export without one.
  | "permission_denied"
  // The Permission Center's answer can't be used.
  | "permission_failed"
  // No TCF v2 consent string, or one with a problem that `tcfProblems` refuses; `problem` says which.
  | "tc_string_invalid"
  // SignDoc refused, or its answer can't be used.
  | "signdoc_failed"
  // The discovery document can't be had or can't be used.
  | "discovery_failed"
  // The provider's key set is missing or can't be used.
  | "jwks_failed"
  // A relay can't read the request: no JSON object, or one without a code. Like all that follow, an answer of a relay.
  | "request_invalid"
  // A relay has no grant of this browser: no cookie, or one that it did not seal. Have the user sign in.
  | "grant_missing"
  // The permission token that the relay keeps has lapsed. Have the user sign in again.
  | "grant_expired"
  // A relay does not serve the page's origin.
  | "origin_refused"
  // There is nothing at this address of a relay.
  | "not_found"
  // A relay's address does not take this method.
  | "method_refused"
  // A request to a relay is above 64 KiB.
  | "body_too_large"
  // A request to a relay is not said to be JSON.
  | "type_refused";

/**
 * Which check an ID token failed, or an access token that a resource server was shown. A missing claim has that claim's own reason.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 * @see https://www.rfc-editor.org/rfc/rfc9068.html#section-4
 */
export type IdTokenInvalidReason =
  // No JWT, a claim of the wrong type (an endless number such as 1e400, too), any `crit` header, or a broken `permission_management` claim.
  | "malformed"
  // Signed with an algorithm that this client does not accept, or not signed; see `idTokenAlg`.
  | "alg"
  // The signature is not the provider's, or the platform can't check it: it lacks the algorithm, or the key is
  // damaged. The message says which.
  | "signature"
  // No key of the provider fits, after its key set was fetched anew: none has the name, or it is of another
  // kind, for another use, damaged or too weak.
  | "key_unknown"
  // Another issuer, compared character for character.
  | "iss"
  // Another audience, or one more than this client and `trustedAudiences`.
  | "aud"
  // Issued to another client, or to nobody named, though there are further audiences.
  | "azp"
  // Expired, by more than `clockTolerance`.
  | "exp"
  // Issued in the future, by more than `clockTolerance`.
  | "iat"
  // Not the answer to this request.
  | "nonce"
  // It names no subject.
  | "sub"
  // The user signed in longer ago than `maxAge`, or the claim is missing.
  | "auth_time"
  // Not issued along with this access token.
  | "at_hash"
  // Of access tokens only: another kind of token.
  | "typ"
  // Of access tokens only: not valid yet, by more than `clockTolerance`.
  | "nbf";

/** What a {@link ConsentKeyError} can say beside its code and message. */
export interface ConsentKeyErrorDetails {
  /** See {@link ConsentKeyError.cause}. */
  cause?: unknown;
  /** See {@link ConsentKeyError.reason}. */
  reason?: IdTokenInvalidReason;
  /** See {@link ConsentKeyError.problem}. */
  problem?: TcStringProblem;
  /** See {@link ConsentKeyError.status}. */
  status?: number;
  /** See {@link ConsentKeyError.error}. */
  error?: string;
  /** See {@link ConsentKeyError.errorDescription}. */
  errorDescription?: string;
  /** See {@link ConsentKeyError.errorUri}. */
  errorUri?: string;
  /** See {@link ConsentKeyError.statusCode}. */
  statusCode?: string;
  /** See {@link ConsentKeyError.appState}. */
  appState?: JsonValue;
}

/**
 * Everything that fails throws or rejects with this.
 *
 * No message and no `cause` holds a token, a code, a verifier, a nonce, a state or a secret.
 */
export class ConsentKeyError extends Error {
  /** The library makes these; making one yourself is for tests. */
  constructor(code: ConsentKeyErrorCode, message: string, details?: ConsentKeyErrorDetails);

  /** The name of this class, also where minifiers rename it. */
  readonly name: "ConsentKeyError";

  /** What failed. */
  readonly code: ConsentKeyErrorCode;

  /** Which check failed; with `id_token_invalid` and `access_token_invalid` only. */
  readonly reason?: IdTokenInvalidReason;

  /** What is wrong with a TC string that can be read; with `tc_string_invalid` only. See the option `tcfProblems`. */
  readonly problem?: TcStringProblem;

  /** The HTTP status, where there was an answer that the page may see. */
  readonly status?: number;

  /**
   * The provider's own `error`, such as `"login_required"` or `"invalid_grant"`. This and the next
   * two come from outside, so escape them. Any secret of ours that they echo, in whatever encoding, reads
   * `[redacted]`, and of a long text the first 1,024 bytes are kept.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2
   */
  readonly error?: string;

  /** The provider's `error_description`, for developers. Absent where it can't be decoded or stands twice. */
  readonly errorDescription?: string;

  /** The provider's `error_uri`; absent like `errorDescription`. */
  readonly errorUri?: string;

  /** The Permission Center's `status_code`, such as `"NO_TPID"`; with `permission_denied`. */
  readonly statusCode?: string;

  /**
   * What the option `appState` of the sign-in was, where the failure belongs to one of this client. As on a grant,
   * check an address before you follow it.
   */
  readonly appState?: JsonValue;

  /**
   * What the platform said where the core could not be loaded or broke off. Failed requests have none: what the
   * platform says of them may hold what was sent or answered.
   */
  readonly cause?: unknown;

  /** Where the code is explained. */
  readonly docs: string;
}

/**
 * Whether something that was caught is a {@link ConsentKeyError}, of whatever entry or copy of this library: what
 * `instanceof` says as well.
 */
export function isConsentKeyError(error: unknown): error is ConsentKeyError;

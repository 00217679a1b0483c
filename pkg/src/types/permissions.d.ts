import type { AbortSignal } from "./platform.js";

/** What names a user to a partner, and may be asked for. */
export type Identifier = "TPID" | "SYNC_ID" | "ETPID";

/** Identifiers of an answer. One that was not asked for, or does not exist, is null. */
export interface SubjectIdentifiers {
  /** The netID identifier; only while `idconsent` is valid. */
  tpid: string | null;
  /** One for each partner; only where something is stored. */
  syncId: string | null;
  /** The netID identifier, encrypted with a key that changes every 24 hours. */
  etpid: string | null;
}

/** What is stored for a user at this partner. */
export interface PrivacyStatus {
  /** Whether there is a status. Without one this is a netID user who never stored any: the rest is null. */
  statusCode: "PERMISSIONS_FOUND" | "PERMISSIONS_NOT_FOUND";
  /** Who it is about. */
  subjectIdentifiers: SubjectIdentifiers;
  /** netID's own permission; null where it was never stored. `changedAt` in milliseconds since the epoch. */
  idconsent: { status: "VALID" | "INVALID"; changedAt: number } | null;
  /** The IAB TC string; null where none was ever stored. `changedAt` in milliseconds since the epoch. */
  iabTcString: { value: string; changedAt: number } | null;
}

/** What to store: one of the two at least. What is absent stays as it is. */
export interface PermissionSettings {
  /** netID's own permission: given, or refused or withdrawn. */
  idconsent?: "VALID" | "INVALID";
  /** The IAB TC string, version 2, with any further segments. */
  iabTcString?: string;
}

/** Options of one call. */
export interface PermissionOptions {
  /** Which identifiers the answer is to hold. Default: all three. */
  identifiers?: readonly Identifier[];
  /** Gives the request up: `aborted`. */
  signal?: AbortSignal;
}

/** Options of storing. */
export interface PermissionWriteOptions extends PermissionOptions {
  /**
   * What to do about a TC string with problems, as `inspectTcString` tells them: store nothing (`tc_string_invalid`
   * with its `problem`), store it and say so in the console once for each page, or store it. Default:
   * "refuse" for `not_service_specific` and `segments_out_of_order`, "warn" for the others.
   */
  tcfProblems?: "refuse" | "warn" | "ignore";
}

/**
 * The Permission Center, where netID keeps what a user consented to at one partner.
 *
 * A refusal rejects with `permission_denied`, with `status` (HTTP) and the Permission Center's own `statusCode`:
 *
 * | `statusCode` | what to do |
 * |---|---|
 * | `NO_TPID` | Nobody is signed in to netID in this browser. No fault: show your own layer. A browser that blocks or partitions third-party cookies always gives it; there the token-based variant is the way. |
 * | `NO_TAPP_ID`, `TAPP_ERROR` | Compare `tappId` with what netID told you. |
 * | `NO_TOKEN`, `TOKEN_ERROR` | The token or netID's cookie is missing, invalid or expired: have the user sign in again. |
 * | `NO_PERMISSIONS`, `NO_REQUEST_BODY`, `JSON_PARSE_ERROR`, `PERMISSION_PARAMETERS_ERROR` | What was to be stored was refused, such as a TC string. |
 * | `TAPP_NOT_ALLOWED` | The partner is not active, or the page's origin is not registered with netID. |
 * | `TPID_EXISTENCE_ERROR` | The account is gone: forget what you stored of it. |
 *
 * Any other is passed on too. Nothing is tried again by itself, a 429 neither.
 */
export interface PermissionCenter {
  /**
   * Reads what is stored.
   *
   * @throws {ConsentKeyError} rejects with `permission_denied`; `permission_failed` (a refusal without
   *   a status code of theirs, or an answer that can't be used); `network`, also where the browser withholds an answer
   *   for want of CORS; `timeout`; `aborted`; `config_invalid`
   */
  read(options?: PermissionOptions): Promise<PrivacyStatus>;

  /**
   * Stores a consent. A TC string is checked before it is sent; see `tcfProblems`.
   *
   * @throws {ConsentKeyError} rejects as `read`, with `tc_string_invalid`, and with `config_invalid` also
   *   where there is nothing to store; no request is made then
   */
  write(settings: PermissionSettings, options?: PermissionWriteOptions): Promise<SubjectIdentifiers>;
}

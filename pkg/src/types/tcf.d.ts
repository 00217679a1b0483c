import type { ConsentKeyError } from "./error.js";
import type { PermissionCenter, PrivacyStatus, TransactionStorage } from "./index.js";

export { ConsentKeyError } from "./error.js";
export type { ConsentKeyErrorCode, ConsentKeyErrorDetails, IdTokenInvalidReason } from "./error.js";
export { inspectTcString } from "./tc-facts.js";
export type { TcStringFacts, TcStringProblem, TcStringSegment } from "./tc-facts.js";
export type { PermissionCenter, PrivacyStatus, SubjectIdentifiers } from "./index.js";

/**
 * Options of `connectTcf`, read by their own properties; null counts as left out. None of the callbacks can harm the
 * CMP: what they throw is shown in the console.
 */
export interface TcfOptions {
  /** The CMP's API. Default: `window.__tcfapi`, waited for where it is not there yet. */
  tcfapi?: (command: string, version: number, callback: (...answer: any[]) => void, parameter?: any) => void;
  /**
   * netID's own permission to store beside a TC string, from the CMP's `tcData`. Asked once for each decision of the
   * user, never for what was injected. Default: none is stored.
   */
  idconsent?: (tcData: any) => "VALID" | "INVALID" | undefined;
  /**
   * Hands a stored TC string to the CMP. Called once per connection at most, when the CMP has told its own string
   * and that is another decision, and not after the user has decided anew. What the CMP tells within the call, or
   * until the promise settles, should come of it alone. Default: nothing is handed over.
   */
  inject?: (tcString: string) => void | Promise<void>;
  /**
   * Where the status is kept for 24 hours, and a consent until it is stored. Default `localStorage`; `false` keeps
   * both for this page only, and reads the status on each. Where it refuses, is full or loses what it was given,
   * this page's memory does. What in it is damaged is left out. One key, `consentkey.tcf`, so partners that share an origin need a cache each.
   */
  cache?: TransactionStorage | false;
  /**
   * Whether to keep the `etpid` in `localStorage` under `netid_utiq_adtechpass`, for adtech partners. Renewed on the
   * first page after 24 hours. Removed at once when the user refuses netID's permission (`idconsent` says
   * "INVALID") or every purpose, when nobody is signed in, with the account, and wherever this option is not true.
   * Default false.
   */
  adtechPass?: boolean;
  /**
   * What to do about a user's TC string with problems, as `inspectTcString` tells them. "refuse" does not store it:
   * `onError` gets `tc_string_invalid` with its `problem`, what is stored stays, and the decision waits,
   * with a withdrawal (`idconsent` says "INVALID") stored by itself. "warn" stores it, and tells `onError` and the
   * console once. Default: "refuse" for `not_service_specific` and `segments_out_of_order`, "warn" for the others.
   */
  tcfProblems?: "refuse" | "warn" | "ignore";
  /** Called once per connection, from the cache too. Null: nobody is signed in, or the status could not be read. */
  onStatus?: (status: PrivacyStatus | null) => void;
  /**
   * Called for each failure that does not mend itself: `permission_denied` but for `NO_TPID`, `permission_failed`
   * (also where `read()` returns no `PrivacyStatus`), `tc_string_invalid` (with a `problem` for what `tcfProblems` is about), `network` and `timeout` (of a write after five further attempts), and `config_invalid`
   * where no `__tcfapi` turned up for 10 seconds.
   */
  onError?: (error: ConsentKeyError) => void;
}

/** A CMP and the Permission Center, in step. */
export interface TcfConnection {
  /** What is stored; null where nobody is signed in, or it could not be read. Never rejects. */
  readonly status: Promise<PrivacyStatus | null>;

  /**
   * Tries to store what waits, such as after a sign-in. Resolves when nothing more can be done now: stored, nobody
   * signed in, or to be tried again later. Never rejects.
   */
  flush(): Promise<void>;

  /**
   * Ends it: no further callback, request or timer, and the listener is taken from the CMP. What waits stays for the
   * next page.
   */
  disconnect(): void;
}

/**
 * Keeps a TCF CMP and the Permission Center in step.
 *
 * - The status is read at most once in 24 hours, but on each page while nobody is signed in.
 * - A stored TC string goes to `inject` where the CMP has another.
 * - What was injected and comes back (as it is, encoded anew, with or without other segments) is no decision, though
 *   CMPs call it `useractioncomplete`: it is neither stored nor asked `idconsent` for. Nor is one that confirms what
 *   was injected and is stored: it changes nothing. Compared are purposes, legitimate interests, special features and vendors, and
 *   the publisher's own purposes where both strings tell them.
 * - What the user decides (`useractioncomplete`) is stored unless it is stored already. The latest wins, none is
 *   stored twice, and none is lost: it waits in the cache while a write is under way, while the network is down
 *   (tried again after 1, 2, 4, 8 and 16 seconds) and while nobody is signed in, over page loads too.
 * - What the Permission Center refuses for good is given up, and told; nothing older is handed to the CMP in its place.
 * - Something newer that was stored from another device wins over what waited since an earlier page.
 * - When the account is gone (`TPID_EXISTENCE_ERROR`), all of it is forgotten.
 * - Where the GDPR does not apply (`gdprApplies` is false), nothing is stored or handed over.
 *
 * @param permissions `client.permissions`, or anything with its two methods
 * @throws {ConsentKeyError} `config_invalid` where it has not, for an option with an unknown name, and for a callback
 *   or CMP that is no function
 */
export function connectTcf(permissions: PermissionCenter, options?: TcfOptions): TcfConnection;

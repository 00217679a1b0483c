import type { Diagnosis } from "./diagnosis.js";
import type { AuthorizationCode, AuthorizationRequest, Grant, GrantOf, Pkce } from "./grant.js";
import type {
  AuthorizeOptions,
  BankidOptions,
  ClientOptions,
  EndSessionOptions,
  NetidFlow,
  NetidOptions,
  PopupOptions,
  RefreshOptions,
} from "./options.js";
import type { PermissionCenter } from "./permissions.js";

export { ConsentKeyError, isConsentKeyError } from "./error.js";
export type { ConsentKeyErrorCode, ConsentKeyErrorDetails, IdTokenInvalidReason } from "./error.js";
export type { Diagnosis, DiagnosisCode } from "./diagnosis.js";
export type {
  Identifier,
  PermissionCenter,
  PermissionOptions,
  PermissionSettings,
  PermissionWriteOptions,
  PrivacyStatus,
  SubjectIdentifiers,
} from "./permissions.js";
export type {
  AccessToken,
  AuthorizationCode,
  AuthorizationRequest,
  Grant,
  GrantOf,
  IdTokenClaims,
  JsonValue,
  PermissionGrant,
  PermissionToken,
  Pkce,
} from "./grant.js";
export type {
  AuthorizeOptions,
  BankidOptions,
  ClaimRequest,
  ClaimsRequest,
  ClientOptions,
  CommonOptions,
  EndSessionOptions,
  Endpoints,
  IdTokenAlg,
  NetidClaims,
  NetidFlow,
  NetidOptions,
  PopupOptions,
  RefreshOptions,
  RequestedClaims,
  TransactionStorage,
} from "./options.js";

/**
 * Loads the core. The create functions do it themselves; call it for `createPkce`, or to load
 * early, or from a place of your own.
 *
 * Once loaded, further calls do nothing, whatever their `source`; calls while it loads share one
 * download. After a failure the next call tries again.
 *
 * @param source where `consentkey.wasm` is, or what is in it. Default: the copy inside this module, for
 *   which nothing is fetched. Or both that and what to do without WebAssembly.
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`
 */
export default function init(source?: CoreSource | CoreOptions): Promise<void>;

/** Where the core is, or what is in it. */
export type CoreSource = URL | string | Response | BufferSource | WebAssembly.Module;

/** What `init` may be told beside the place of the core. */
export interface CoreOptions {
  /** Default: the copy inside this module. */
  source?: CoreSource;
  /**
   * Called where WebAssembly can't be used: switched off (Lockdown Mode of iOS), or refused by the page's
   * Content-Security-Policy. `() => import("consentkey/nowasm")`, which is downloaded there alone.
   */
  fallback: () => Promise<typeof import("./index.js")>;
}

/**
 * Loads the core from bytes or a module that are there already, at once. For workers and servers: Chrome before
 * 114 refuses it on the main thread of a page, so use `init` there.
 *
 * @param source the content of `consentkey.wasm`
 * @throws {ConsentKeyError} `wasm_unavailable`
 */
export function initSync(source: BufferSource | WebAssembly.Module): void;

/**
 * Whether an address looks like an authorization response (RFC 6749 section 4.1.2): it has `state` with `code` or
 * `error`, at the redirect URI or where hosts move that (`/netid.html` to `/netid`, `/` to `/index.html`). Synchronous,
 * and before the core is loaded, so that a page can show at once that it is busy; `handleRedirect` decides.
 *
 * @param url `undefined` for `location.href`, where there is one
 * @param options `redirectUri` as the client has it
 * @throws {ConsentKeyError} `config_invalid` for options that are none
 */
export function isRedirectResponse(url: string | URL | undefined, options: { redirectUri: string }): boolean;

/**
 * Makes a PKCE verifier and its S256 challenge, synchronously and without `crypto.subtle`, so on
 * plain http too. For code of your own: the clients make theirs.
 *
 * @throws {ConsentKeyError} `not_initialized` before `init`; `wasm_unavailable` where the platform
 *   has no `crypto.getRandomValues`
 * @see https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1
 */
export function createPkce(): Pkce;

/**
 * Makes a client of netID. Loads the core and checks the options; makes no other request.
 *
 * Where `flow` names one flow, types know what comes back: in "permission" `grant.permissionToken` is never null.
 * A client that chooses a flow for single sign-ins leaves the option out.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`, or `config_invalid` with the name of
 *   the option
 */
export function createNetidClient<Flow extends NetidFlow>(options: NetidOptions & { flow: Flow; relay?: undefined }): Promise<NetidClient<Flow>>;
/**
 * The same, for any of the flows, or with a relay, which keeps the tokens.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable` or `config_invalid`
 */
export function createNetidClient(options: NetidOptions): Promise<NetidClient>;

/**
 * Makes a client of BankID (Norway), for sign-ins and for signing an order that a back end made (see
 * `consentkey/server`). Loads the core, checks the options and reads BankID's discovery document, once an hour
 * and page.
 *
 * Where the document can't be had, the addresses that BankID documents for its two environments are used, so
 * that an outage of it stops nobody; `userinfo` has none there. With an `endpoints.issuer` of your own there is
 * nothing to fall back on.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`, `config_invalid`, `issuer_mismatch` (the document
 *   names another issuer) and, with an issuer of your own, `timeout` or `discovery_failed`
 */
export function createBankidClient(options: BankidOptions): Promise<Client>;

/**
 * Makes a client of any OAuth 2.0 or OpenID Connect provider. Loads the core, checks the options
 * and, where `endpoints` leaves the authorization or token endpoint open, reads the provider's
 * discovery document.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`, `config_invalid`, and where discovery
 *   is needed with `timeout`, `issuer_mismatch` (the document names another issuer) or
 *   `discovery_failed` (it can't be had, and every other fault of it)
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse
 */
export function createClient(options: ClientOptions): Promise<Client>;

/**
 * A public client of one provider: authorization code flow with PKCE (S256), `state` and, with
 * `openid`, `nonce`. Any number of sign-ins can be under way at once, in any number of tabs.
 */
export interface Client<SignIn = AuthorizeOptions, Granted extends Grant = Grant> {
  /**
   * Builds the address to send the user to and stores the transaction. Synchronous, so it can run
   * in the click that leaves the page. Removes abandoned transactions from storage.
   *
   * @throws {ConsentKeyError} `config_invalid`; `storage_unavailable`, also while the page is
   *   prerendered, when nothing that it stores lasts; `wasm_unavailable` where the platform has no
   *   `crypto.getRandomValues`
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1
   * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
   */
  authorize(options?: SignIn): AuthorizationRequest;

  /**
   * `authorize()` and away: the top window goes to the provider, also when called in a frame,
   * because the provider refuses to be framed. Call it in the click: browsers let a frame navigate
   * the top window only then.
   *
   * The response goes to the top window. It finds the transaction only where frame and
   * `redirectUri` share a storage, which browsers deny to frames on pages of other sites.
   *
   * @throws {ConsentKeyError} as `authorize()`; `config_invalid` also where there is no page to
   *   leave (use `authorize().url` there), or where the frame may not be left
   */
  redirect(options?: SignIn): void;

  /**
   * `popup()` without the exchange: returns the code with all that belongs to it, for a back end that holds the secret.
   *
   * @throws {ConsentKeyError} rejects with `popup_blocked`, `popup_closed`, `aborted`, and as `popup()` and
   *   `parseRedirect()` do
   */
  popup(options: SignIn & PopupOptions & { exchange: false }): Promise<AuthorizationCode>;

  /**
   * `authorize()` in a window of its own, so that this page stays as it is. Synchronous up to the
   * opening of the window, which has the provider's address from the start: call it first thing in
   * a click, and no popup blocker minds.
   *
   * The provider sends the window to `redirectUri`. The page there has to call `handleRedirect()`
   * of a client with the same options, and need not do anything else: it may be a page of its own,
   * or this one. It brings the response to the page that called `popup()`, by `BroadcastChannel`
   * and by `postMessage`, whichever works (with a Cross-Origin-Opener-Policy the first, in frames
   * on other sites' pages the second), closes the window and returns null. All checks and the
   * exchange are made here.
   *
   * - `redirectUri` must have the origin of the page or frame that calls `popup()`, because codes
   *   are handed to no other.
   * - Hosts may answer `redirectUri` at another path of its origin, as for `handleRedirect()`.
   * - Where the page that called is gone or does not answer for 3 seconds, the window's own
   *   `handleRedirect()` returns the grant as after `redirect()`.
   * - Where the browser refuses storage, as some do to frames on other sites' pages, the sign-in is
   *   kept in memory.
   * - A window that a Cross-Origin-Opener-Policy cuts off from this page looks closed from here, and
   *   is told from a closed one by where the focus is. Closing it is then noticed a few seconds
   *   after the user is back on this page.
   * - A frame of another site's page and a provider with such a policy have no way between them: the
   *   frame gets `popup_closed`, the window `state_unknown`.
   * - A failure forgets the sign-in. In-app browsers may open no windows: have a `redirect()` ready
   *   for `popup_blocked`.
   *
   * @param options those of `authorize()` and, for the window, {@link PopupOptions}
   * @throws {ConsentKeyError} rejects with `popup_blocked`; `popup_closed`, within a second of it;
   *   `aborted`; `transaction_expired` after `transactionLifetime`; with what `authorize()` throws,
   *   `config_invalid` also where `redirectUri` has another origin or there is no page; and with
   *   what `handleRedirect()` rejects with
   */
  popup(options?: SignIn & PopupOptions): Promise<Granted>;

  /**
   * Checks the authorization response in an address, exchanges its code and returns what was
   * granted. Call it on every load of the redirect URI's page.
   *
   * What is a response: the origin is the redirect URI's (or the custom scheme, where it has one),
   * the query (or else the fragment) holds `state` with `code` or `error`, and the path is the
   * redirect URI's or a sign-in of this client waits for that `state`, since hosts rewrite paths
   * (`/netid.html` to `/netid`, `/cb` to `/cb/`). Anything else (a voucher's `?code=`, another path,
   * a lone `state`) returns null, without any request. So does an `error` without `state`, which
   * providers give where they don't know the client; on pages over plain http or on loopback
   * the console says so, once.
   *
   * - The response must belong to a sign-in of this client: provider and client id are compared.
   *   One that does not ends in `state_unknown` and stays in the address, since it may be another
   *   client's on the same page; so does one that is no client's.
   * - `iss` is compared with the issuer where the response has it, and required where discovery
   *   announced it, before `error` is believed ({@link https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4 RFC 9207}).
   *   A client that knows no issuer takes one of the token endpoint's origin only: name `issuer`, or
   *   `endpoints.issuer`, where the provider's is another.
   * - `error` counts whatever explains it: an `error_description` or `error_uri` that can't be decoded,
   *   or stands twice, is left out.
   * - A code is used once. Called again with the same address while the page is open, by a second
   *   component, client object or copy of this library, it returns the same grant, or the same
   *   failure, and makes no second request. So a failure is final: start a new sign-in. The answer
   *   is kept until `transactionLifetime` is over, and in no variable that other scripts can list.
   * - A failure of a sign-in of this client carries its `appState`.
   * - After a reload, or the back button, a used response ends in `transaction_used`, or `state_unknown`
   *   once `transactionLifetime` is over.
   * - When it has answered, well or badly, a response of this client is taken out of the address
   *   bar. The page's own query, fragment and `history.state` stay as they were. Until then other
   *   scripts of the page can see `code` there.
   * - No failed request is repeated by itself.
   * - In a window that `popup()` opened it brings the response to the page that waits for it, closes
   *   the window and, where the browser keeps it open, returns null.
   * - In a page that is being prerendered it waits until the page is shown.
   *
   * The ID token, where `openid` was asked for, must have an accepted `alg` and the provider's
   * signature; the right `iss`, `nonce` and a `sub`; this client in `aud`, alone or beside
   * `trustedAudiences`, and in `azp` where there is one; `exp` and `iat` within `clockTolerance`;
   * `auth_time` within `maxAge`; and an `at_hash` that fits where there is one.
   *
   * For the signature the key set is fetched while the code is on its way, and the discovery
   * document where `endpoints.jwks` does not name it. The key set is kept for 10
   * minutes, and for an hour where it can't be fetched again. When a token names a key that is not in
   * it, or is not signed by it, it is fetched anew, every 30 seconds at most.
   *
   * @param url default `location.href`; where there is no page, null is returned
   * @throws {ConsentKeyError} rejects; about the response: `response_invalid`, `state_unknown`,
   *   `transaction_expired`, `transaction_used`, `issuer_mismatch`, `access_denied`,
   *   `authorization_failed`; about the exchange: `network`, `timeout`, `token_request_failed`,
   *   `token_response_invalid` (also a sign-in without ID token), `id_token_invalid`; about the key
   *   set: `jwks_failed`, `discovery_failed`, `issuer_mismatch`, `timeout`; and
   *   `storage_unavailable`
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1
   * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
   */
  handleRedirect(url?: string | URL): Promise<Granted | null>;

  /**
   * The same checks without the exchange, for clients whose back end holds a client secret: send
   * the answer there. It uses the response up and takes it out of the address bar like
   * `handleRedirect`, so use the one or the other. It does not serve `popup()`.
   *
   * A second call with the same address throws `transaction_used`: it does not remember its answer.
   *
   * @param url default `location.href`; where there is no page, null is returned
   * @throws {ConsentKeyError} `response_invalid`, `state_unknown`, `transaction_expired`,
   *   `transaction_used`, `issuer_mismatch`, `access_denied`, `authorization_failed`,
   *   `storage_unavailable`
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2
   */
  parseRedirect(url?: string | URL): AuthorizationCode | null;

  /**
   * Whether an address is a response of this client, as `handleRedirect` would see it: at the redirect URI, or
   * elsewhere in its origin where a sign-in waits for it. Uses nothing up.
   *
   * @param url default `location.href`
   * @throws {ConsentKeyError} `wasm_unavailable`
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2
   */
  isRedirectResponse(url?: string | URL): boolean;

  /**
   * Asks for the claims of the user who signed in. Each call is a request. An answer about another
   * `sub` than the ID token's is refused, and so is one that is itself a JWT.
   *
   * @param grant one with `accessToken` and `claims`: of a sign-in with `openid`
   * @param options `signal` gives the request up
   * @throws {ConsentKeyError} rejects with `config_invalid` (a grant without them, or a provider
   *   without this endpoint), `network`, `timeout`, `aborted` or `userinfo_failed`
   * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo
   */
  userinfo(grant: Grant, options?: { signal?: AbortSignal }): Promise<Record<string, unknown>>;

  /**
   * Uses a grant's refresh token for a new grant: fresh tokens, and of the old one what the provider did not
   * renew (`refreshToken`, `idToken`, `claims`) and `appState`. Keep the new one in place of the old: many
   * providers take a refresh token once. Calls at the same time that ask one client for the same share one
   * request. Others with the same refresh token go one after another, each with the token that the one before was
   * given, and all of them end with the last one. Where a request fails otherwise than by a refusal, those behind
   * it fail alike, since the token may be used up. Other tabs are not known of.
   *
   * A `refresh_token` that is empty, blank or null counts as absent; one that is no text is
   * `token_response_invalid`.
   *
   * A new ID token is checked as in `handleRedirect`, and must be about the same `sub` and sign-in as the old one
   * (`nonce` and `auth_time`, where it has them).
   *
   * @param grant one with a `refreshToken`. netID issues none
   * @throws {ConsentKeyError} rejects with `config_invalid` (no refresh token), `network`, `timeout`,
   *   `token_request_failed` (used up or lapsed: start a new sign-in), `token_response_invalid`,
   *   `id_token_invalid`, `jwks_failed`, `discovery_failed` or `issuer_mismatch`
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-6
   * @see https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens
   */
  refresh(grant: Grant, options?: RefreshOptions): Promise<Grant>;

  /**
   * Finds out why the provider would say no, as far as a page can: for developers, and for reports from visitors'
   * browsers. It looks at the page, the options and the device's clock, asks the provider for its discovery document
   * or keys, and the Permission Center, where this client uses it, for the status of whoever is here. It changes
   * nothing, and takes as long as `timeout` at most.
   *
   * Where one refusal has several causes they stand in order of likelihood. Nobody being signed in is among what is
   * found. Outside pages (Node) addresses and clock alone are looked at.
   *
   * @returns most likely first; empty when all is well
   * @throws {ConsentKeyError} rejects with `wasm_unavailable` where the library itself can't be loaded, and with
   *   nothing else
   */
  diagnose(): Promise<Diagnosis[]>;

  /**
   * The address that ends the user's session at the provider. Synchronous; forgets nothing by itself: drop the
   * grant yourself.
   *
   * @throws {ConsentKeyError} `config_invalid`, also where the provider is not known to end sessions (netID is
   *   not) and `endpoints.endSession` does not say where
   * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
   */
  endSessionUrl(options?: EndSessionOptions): string;

  /**
   * `endSessionUrl()` and away: the top window goes there, as with `redirect()`.
   *
   * @throws {ConsentKeyError} as `endSessionUrl()`; `config_invalid` also where there is no page to leave, or
   *   where the frame may not be left
   */
  endSession(options?: EndSessionOptions): void;
}

/**
 * A {@link Client} of netID: its addresses are known, a sign-in has one of three flows, and a grant
 * may hold a token for the Permission Center.
 */
export interface NetidClient<Flow extends NetidFlow = NetidFlow> extends Client<SignInOptions<Flow>, GrantOf<Flow>> {
  /**
   * The Permission Center as a page can reach it: the user is known by netID's cookie, the partner by `tappId`
   * and the page's origin, which is registered with netID. No sign-in and no token are needed. In browsers that
   * block or partition third-party cookies every call rejects with `permission_denied`, `statusCode` `NO_TPID`.
   *
   * With the option `relay` it goes through the relay, where the token is: `grant_missing` and `grant_expired` mean
   * that the user has to sign in. See that option for what `tappId` does beside it.
   */
  readonly permissions: PermissionCenter;
}

/** Options of one sign-in by a client with this flow. */
export type SignInOptions<Flow extends NetidFlow> = Omit<AuthorizeOptions, "flow"> & { flow?: Flow };

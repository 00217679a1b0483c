import type { Grant } from "./grant.js";
import type { AbortSignal } from "./platform.js";

/**
 * Where pending sign-ins are kept: `Storage`, or anything with these three methods. They must be
 * synchronous, and may throw.
 */
export interface TransactionStorage {
  /** The value under `key`, else null. */
  getItem(key: string): string | null;
  /** Puts `value` under `key`. */
  setItem(key: string, value: string): void;
  /** Removes `key`, if it is there. */
  removeItem(key: string): void;
}

/**
 * Algorithms that an ID token may name in its header (`alg`).
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518.html#section-3.1
 * @see https://www.rfc-editor.org/rfc/rfc9864.html#section-2.2
 */
export type IdTokenAlg =
  | "RS256"
  | "RS384"
  | "RS512"
  | "PS256"
  | "PS384"
  | "PS512"
  | "ES256"
  | "ES384"
  | "ES512"
  | "EdDSA"
  | "Ed25519"
  | "none";

/**
 * Addresses, each `https`, or `http` on loopback (`localhost`, `*.localhost`, `127.0.0.0/8`,
 * `[::1]`), without user name, white space or fragment. Anything else throws `config_invalid`.
 */
export interface Endpoints {
  /**
   * The issuer, compared character for character (a slash at the end counts) with the `iss` of
   * responses and ID tokens and with the discovery document. That document may name `http` on
   * loopback where the issuer is on loopback, and nowhere else: `discovery_failed`.
   */
  issuer: string;
  /** The authorization endpoint. It may have a query of its own, which is kept. */
  authorization: string;
  /** The token endpoint. A redirect of it is not followed. */
  token: string;
  /** The userinfo endpoint. */
  userinfo: string;
  /** The key set, for the signatures of ID tokens. Default: where the discovery document says. */
  jwks: string;
  /** Where sessions are ended. */
  endSession: string;
  /**
   * Where permissions are read. This and the next three are prefixes, without a query: the service's path is
   * appended, whether or not they end in a slash.
   */
  permissionRead: string;
  /** Where permissions are written. */
  permissionWrite: string;
  /** Where permissions are exported, on servers. */
  permissionExport: string;
  /** BankID's SignDoc, on servers. Default: `signdoc-baseurl` of the discovery document. */
  signdoc: string;
}

/**
 * Options of every client. What is `undefined` or `null` counts as absent. Here and wherever this library takes
 * options: an object's own enumerable members count, each read once, so an instance with fields will do, and getters
 * of its class are not read. A member that is not known, and so misspelt, throws `config_invalid`, which names it; also
 * in `endpoints`.
 */
export interface CommonOptions {
  /**
   * What the provider calls this client, without control characters. There is no place for a client secret: a page
   * has none.
   */
  clientId: string;
  /**
   * Where the provider sends the user back to, sent character for character: it must be exactly
   * what is registered. Usually the page itself.
   *
   * `https`, `http` (development, intranets), or a custom scheme with a path
   * (`example.app:/callback`). It may have a query, and no fragment.
   *
   * A response is recognised by origin and path, whatever the query; at another path of the origin by
   * its `state`.
   */
  redirectUri: string;
  /** Addresses that replace the known or discovered ones: for local development, say. Default: none. */
  endpoints?: Partial<Endpoints>;
  /**
   * Where a sign-in waits for its response. Default `"session"`.
   *
   * - `"session"`: `sessionStorage`. The response has to come back in the same tab.
   * - `"local"`: `localStorage`. It may come back in any tab, also after a restart of the browser
   *   or by way of an app. Every page of the origin can read what waits there, the PKCE verifier
   *   included, until it is answered or swept.
   * - `"memory"`: of this page. Only for what never leaves it, such as `popup()`: after `redirect()`
   *   the response ends in `state_unknown`.
   * - Your own three methods. While one of them runs, the client itself gets `storage_unavailable`.
   *
   * All keys begin with `consentkey.`. A sign-in is removed once answered, failed or expired. A
   * mark that it was used (without any secret, under 200 bytes) stays for `transactionLifetime`.
   * Abandoned ones go with a later `authorize()`, `handleRedirect()` or `parseRedirect()` of a
   * client with the same `transactionLifetime`. Tokens are never stored.
   *
   * A storage that refuses, or is full, throws `storage_unavailable`, when it is used and not before;
   * `popup()` keeps its sign-in in memory then. A damaged record counts as none: `state_unknown`.
   */
  storage?: "session" | "local" | "memory" | TransactionStorage;
  /**
   * The algorithm that ID tokens of this client are registered for: any other is
   * `id_token_invalid`, reason `alg`. Default: any of these that the provider has a key for, and
   * never `"none"` (not signed), which must be asked for.
   *
   * `"EdDSA"` and `"Ed25519"` are two names of one algorithm, which not every browser's Web Crypto
   * has; elsewhere its signatures are refused, reason `signature`. As an option, each stands for its
   * own name only.
   */
  idTokenAlg?: IdTokenAlg;
  /**
   * Further audiences that an ID token may name beside this client, for providers that add one (a
   * project, a resource server). A token with one of them must say in `azp` that it was issued to
   * this client: else it ends in `id_token_invalid`, reason `azp`, and with any other audience reason
   * `aud`. None of them may be empty. Default: none.
   *
   * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
   */
  trustedAudiences?: readonly string[];
  /**
   * Whether an ID token is accepted without its signature where the platform has no Web Crypto: on
   * pages over plain http other than localhost. Its claims are checked all the same. For
   * development and closed networks. Where there is Web Crypto it makes no difference. Default
   * false: without Web Crypto such a token ends in `id_token_invalid`, reason `signature`.
   */
  dangerouslyAllowUnverifiedIdToken?: boolean;
  /** By how many whole seconds the clocks may differ, for `exp`, `iat` and `auth_time`. Default 60. */
  clockTolerance?: number;
  /** How long each request may take, its body included, in seconds. Default 10. */
  timeout?: number;
  /** How long a response is waited for, in seconds. Default 900. */
  transactionLifetime?: number;
}

/**
 * What netID is asked for.
 *
 * - `"permission"`, scope `permission_management`: a token for the Permission Center. Plain OAuth
 *   2.0, no personal data, no ID token.
 * - `"login"`, scope `openid`: single sign-on.
 * - `"loginPermission"`, scope `openid permission_management`: both.
 */
export type NetidFlow = "permission" | "login" | "loginPermission";

/** Options of `createNetidClient`. */
export interface NetidOptions extends CommonOptions {
  /** The flow of a sign-in that names none. Default `"permission"`. */
  flow?: NetidFlow;
  /** The claims of a sign-in that names none. Not sent in the flow "permission". Default: none. */
  claims?: ClaimsRequest;
  /** What the Permission Center calls this partner's client. Default: `clientId`. */
  tappId?: string;
  /**
   * Which of netID's environments this client belongs to. Default `"live"`. They differ in the
   * Permission Center's hosts and share the Broker, so it makes no difference to a sign-in.
   */
  environment?: "live" | "qa";
  /**
   * Base address of a relay (`createRelay` of `consentkey/server`), in full or from the page's own, such as
   * `"/consentkey"`: https, http on loopback, or anything of the page's own origin. Codes are sent there instead of to
   * the token endpoint, so a grant is `relayed` and has no token, and `permissions` goes through it.
   *
   * With `tappId` beside it both variants of the Permission Center are used: each call tries netID's cookie first, and
   * goes through the relay where that is `NO_TPID`. Default: none.
   */
  relay?: string;
}

/** Options of `createBankidClient`. `endpoints.issuer` is where discovery is read. */
export interface BankidOptions extends CommonOptions {
  /** Which of BankID's realms: `"current"` is its test environment. Default `"prod"`. */
  environment?: "prod" | "current";
  /**
   * What a sign-in that names no scope asks for beside `openid`, which BankID requires and which is always
   * there: one text with spaces or a list. Default: nothing.
   */
  scope?: string | readonly string[];
  /**
   * The order that the user is to sign, as the back end's `signdoc.create()` returned it. It adds `sign` to the
   * scope. An order is signed once, so it is usually given to `authorize()`. Not empty. Default: none, a sign-in.
   */
  signId?: string;
}

/** Options of `createClient`. */
export interface ClientOptions extends CommonOptions {
  /**
   * The provider's issuer, exactly as its discovery document spells it, without a query. Needed
   * with the scope `openid`, and for discovery.
   *
   * Without `endpoints.authorization` or `endpoints.token`, the discovery document is fetched; an
   * address in `endpoints` goes before the one found. With both of them nothing is fetched, so
   * `endpoints.userinfo` has to be named too where it is used.
   *
   * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest
   */
  issuer?: string;
  /** The scope of a sign-in that names none: one text with spaces or a list. At least one value. */
  scope: string | readonly string[];
}

/**
 * Options of one sign-in. What is `undefined` or `null` counts as absent. Those of `PopupOptions` may be there too
 * and make no difference, so that one object serves `popup()` and, where that is blocked, `redirect()`.
 */
export interface AuthorizeOptions {
  /** netID's flow. Default: the client's. On other clients: `config_invalid`. */
  flow?: NetidFlow;
  /** Default: the client's. Left out of the request unless `openid` is asked for. */
  claims?: ClaimsRequest;
  /**
   * On a netID client: further values beside the flow's own, such as `profile`, `email` or
   * `address`. They never change the flow: `openid` or `permission_management` in a flow without
   * it, and anything further in "permission", throws `config_invalid`.
   *
   * On a client of `createClient` or `createBankidClient`: replaces the client's scope. BankID's `openid` is there
   * in any case, and `sign` where there is a `signId`; without one, `sign` throws `config_invalid`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3
   */
  scope?: string | readonly string[];
  /**
   * `prompt`, as it is. netID knows `login` and `consent`.
   *
   * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
   */
  prompt?: string;
  /**
   * `max_age`: how long ago, in whole seconds, the user may have signed in. The ID token must then
   * say when it was: `auth_time` is checked, and where it is missing, as BankID may leave it out,
   * the sign-in ends in `id_token_invalid`, reason `auth_time`.
   */
  maxAge?: number;
  /** `login_hint`, as it is. netID takes an e-mail address. */
  loginHint?: string;
  /** `ui_locales`, as it is: language tags separated by spaces. */
  uiLocales?: string;
  /** `acr_values`, as it is. */
  acrValues?: string;
  /**
   * `sign_id`, as it is: the order that is to be signed. On a client of `createBankidClient` it adds `sign` to
   * the scope; default there: the client's. On other clients the scope is yours to ask for.
   *
   * Not empty. BankID's orders lapse 90 seconds after they were made unless the user is there by then, so navigate at once.
   */
  signId?: string;
  /**
   * Anything that JSON can hold (see `JsonValue`), to come back with the grant: where the
   * reader was, say. It is kept in storage and never sent. What JSON changes (a `Date` becomes a
   * string) or has no text for (a function becomes null) comes back so; cycles, BigInts and
   * values nested more than 100 deep throw `config_invalid`. Default: null.
   */
  appState?: unknown;
  /**
   * Further parameters for the provider, as they are. One that the library sets or might set, or
   * that the endpoint's own query holds, throws `config_invalid`.
   */
  extra?: Record<string, string>;
}

/** Options of `refresh()`. */
export interface RefreshOptions {
  /** A part of the grant's scope. Default: all of it. */
  scope?: string | readonly string[];
}

/** Options of `endSession()`. What is `undefined` or `null` counts as absent. */
export interface EndSessionOptions {
  /**
   * Whose session it is: its ID token goes along as `id_token_hint`, so that the provider need not ask. It then
   * stands in an address, which servers log; without it most providers ask the user. Default: none.
   */
  grant?: Pick<Grant, "idToken">;
  /** Where to go from there; registered with the provider. Default: the provider's own page. */
  postLogoutRedirectUri?: string;
  /** Comes back with the user to `postLogoutRedirectUri`. The library does not look at it. */
  state?: string;
  /** `logout_hint`, as it is. */
  logoutHint?: string;
  /** `ui_locales`, as it is: language tags separated by spaces. */
  uiLocales?: string;
}

/** The window of `popup()`. */
export interface PopupOptions {
  /** Its inner width in CSS pixels, above 0. Default 480. Phones open a tab instead. */
  width?: number;
  /** Its inner height in CSS pixels, above 0. Default 720. */
  height?: number;
  /** Gives the sign-in up and closes the window: `aborted`. */
  signal?: AbortSignal;
  /** `false` returns an `AuthorizationCode` instead of a `Grant`, for clients whose back end has the secret. Default true. */
  exchange?: boolean;
}

/**
 * How a claim is wanted: null for voluntary.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IndividualClaimsRequests
 */
export type ClaimRequest = null | {
  /** Whether the sign-in is of little use without it. The user may withhold it all the same. */
  essential?: boolean;
  /** The one value wanted. */
  value?: unknown;
  /** The values wanted, best first. */
  values?: unknown[];
};

/**
 * The claims that netID knows. Any of them may be missing from the answer, also essential ones.
 * Other providers know others.
 */
export interface NetidClaims {
  /** The postal address, an object. */
  address?: ClaimRequest;
  /** `YYYY-MM-DD`. */
  birthdate?: ClaimRequest;
  /** The e-mail address. */
  email?: ClaimRequest;
  /** Whether it was verified. */
  email_verified?: ClaimRequest;
  /** `female`, `male`, `diverse` or `other`. */
  gender?: ClaimRequest;
  /** The first name or names. */
  given_name?: ClaimRequest;
  /** The last name or names. */
  family_name?: ClaimRequest;
  /** The address for deliveries, an object. */
  shipping_address?: ClaimRequest;
  /** Who signed in; always there. */
  sub?: ClaimRequest;
}

/** Claims by name: netID's, or a provider's own. */
export type RequestedClaims = NetidClaims & Record<string, ClaimRequest>;

/**
 * Single claims to ask for, and where they are wanted.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter
 */
export type ClaimsRequest = {
  /** From `userinfo`. */
  userinfo?: RequestedClaims;
  /** In the grant's `claims`. */
  id_token?: RequestedClaims;
};

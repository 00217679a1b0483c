import type { NetidFlow } from "./options.js";

/** What JSON can hold, as `JSON.parse` gives it. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [member: string]: JsonValue };

/** A PKCE pair, as `createPkce` makes it. */
export interface Pkce {
  /** 43 random characters, to be kept until the token request. A secret until then. */
  codeVerifier: string;
  /** The verifier's SHA-256, for the authorization request. */
  codeChallenge: string;
  /** How the challenge was made. */
  codeChallengeMethod: "S256";
}

/** An authorization request that is ready to go; its transaction is in storage. */
export interface AuthorizationRequest {
  /** Where to send the user. */
  url: string;
  /** The `state` in it, which the response will repeat. */
  state: string;
  /** Until when the response is accepted, in milliseconds since the epoch. */
  expiresAt: number;
}

/**
 * A code that belongs to a sign-in of this client, checked but not exchanged, with what a back end
 * needs to exchange it. Send it to your own server only.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3
 */
export interface AuthorizationCode {
  /** `code`, bit for bit. netID's is valid for 30 seconds and once. */
  code: string;
  /** The `state` of the request and of the response. */
  state: string;
  /** `code_verifier` for the token request. */
  codeVerifier: string;
  /** What the ID token's `nonce` must be; null where none was asked for. The back end checks it. */
  nonce: string | null;
  /** `redirect_uri` for the token request, exactly as in the authorization request. */
  redirectUri: string;
  /** What the option `appState` was; null where there was none. */
  appState: JsonValue;
  /** netID's flow; null for clients of other providers. */
  flow: NetidFlow | null;
  /** The scope asked for. */
  scope: string[];
  /** What the option `maxAge` was, in seconds; null where there was none. The back end checks it. */
  maxAge: number | null;
}

/**
 * What the user granted. Its tokens are in memory only, as long as the page is open: the library
 * never writes them to a storage, a cookie or the address.
 */
export interface Grant {
  /**
   * For netID's Permission Center. In the flow "permission" it is the token response's own token,
   * in "loginPermission" the ID token's claim `permission_management`: null where that is missing.
   * Always null in "login", and for clients of other providers.
   *
   * netID's lives for about 500 seconds. The Permission Center takes it from servers only (a
   * request with an `Origin` header is refused), so send it to yours.
   */
  permissionToken: AccessToken | null;
  /**
   * The token response's token where it is not the Permission Center's: for `userinfo`.
   * Null in the flow "permission". netID's lives for 15 minutes.
   */
  accessToken: AccessToken | null;
  /** Null where the provider issues none. */
  refreshToken: string | null;
  /**
   * The ID token as it came; null where `openid` was not asked for, even if the provider sent one.
   * Whoever you pass it to has to check it again, since a page can be made to say anything.
   */
  idToken: string | null;
  /** The ID token's claims, checked as `handleRedirect` says; null like `idToken`. */
  claims: IdTokenClaims | null;
  /** The scope granted: what the provider says, else what was asked for. */
  scope: string[];
  /**
   * What the option `appState` was; null where there was none. It waited in storage, where other scripts of the
   * origin can plant what they like: check an address before you follow it.
   */
  appState: JsonValue;
  /** Whether a relay keeps the tokens instead of the page (the option `relay`): every token above is null then. */
  relayed: boolean;
}

/** The token for netID's Permission Center. */
export type PermissionToken = AccessToken;

/** A {@link Grant} of the flow "permission" that the page itself was given: it always has the token. */
export interface PermissionGrant extends Grant {
  /** The token response's own token. */
  permissionToken: PermissionToken;
  /** There is no other. */
  accessToken: null;
  /** Nobody signed in. */
  idToken: null;
  /** As `idToken`. */
  claims: null;
  /** A client with a relay answers a plain {@link Grant}. */
  relayed: false;
}

/** What a client answers that signs in with this flow alone. */
export type GrantOf<Flow extends NetidFlow> = [Flow] extends ["permission"] ? PermissionGrant : Grant;

/**
 * A bearer token. Whoever has it can use it: keep it out of logs, addresses and storages.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750.html#section-5.3
 */
export interface AccessToken {
  /** The token itself. */
  value: string;
  /** Always this, however the provider spells it. */
  tokenType: "Bearer";
  /** The part of the granted scope that this token is for. */
  scope: string[];
  /**
   * In milliseconds since the epoch, counted from the arrival of the response. Null where the
   * provider does not say.
   */
  expiresAt: number | null;
}

/**
 * Claims of an ID token that passed every check.
 *
 * The flow "loginPermission" leaves netID's claim `permission_management` among them, which holds
 * a token: remove it before you log or store the claims, and read {@link Grant.permissionToken}
 * instead.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken
 */
export interface IdTokenClaims {
  /** The issuer, exactly as configured. */
  iss: string;
  /** Who signed in. netID's is another one for each partner (pairwise). */
  sub: string;
  /** This client's id, or a list of nothing else. */
  aud: string | string[];
  /** In seconds since the epoch. */
  exp: number;
  /** In seconds since the epoch. */
  iat: number;
  /** The one that was sent. */
  nonce: string;
  /** When the user signed in, in seconds since the epoch. Always there after `maxAge`. */
  auth_time?: number;
  /** This client's id, where there is one. */
  azp?: string;
  /** Matches the access token, where there is one. */
  at_hash?: string;
  /** All other claims, as the provider signed them. */
  [claim: string]: JsonValue | undefined;
}

import type { AccessToken, Grant } from "./grant.js";
import type { Endpoints } from "./options.js";
import type { AbortSignal } from "./platform.js";
import type { BackendOptions, ReceivedCode } from "./server.js";

/**
 * Where processes share a client's tokens: Redis, an edge key-value store, anything that keeps texts for a time.
 *
 * A store that fails, hangs for more than two seconds or holds something else costs a token request and nothing
 * more; it is not told of, so log within these functions. Tokens stand in it as they are: it must be as private
 * as the client's secret.
 *
 * @example
 * const store = {
 *   get: (key) => redis.get(key),
 *   set: (key, value, expiresIn) => redis.set(key, value, { EX: expiresIn }),
 * };
 */
export interface TokenStore {
  /** The text under `key`, else null or undefined. */
  get(key: string): string | null | undefined | Promise<string | null | undefined>;
  /**
   * Puts a text under `key`, over what was there, to be forgotten after `expiresIn` seconds (whole, one or more).
   * Keys begin with `consentkey:` and name issuer or environment, client id, `endpoints.token` where it is given, and
   * scope.
   */
  set(key: string, value: string, expiresIn: number): unknown;
}

/** Options of `createBankidBackend`. */
export interface BankidBackendOptions extends Omit<BackendOptions, "redirectUri"> {
  /** Needed for `exchange` alone, and there only where the code does not bring its own. */
  redirectUri?: string;
  /** Which of BankID's realms: `"current"` is its test environment. Default `"prod"`. */
  environment?: "prod" | "current";
  /**
   * `issuer` is where discovery is read; `signdoc` replaces the document's `signdoc-baseurl`, and the others its
   * addresses. With `token`, and `signdoc` for orders, nothing is discovered until an ID token has to be checked.
   */
  endpoints?: Partial<Endpoints>;
  /** Where to share tokens with other processes. Default: this one alone. */
  store?: TokenStore;
  /** How SignDoc is spoken to, where BankID's public text leaves it open. */
  signdoc?: SigndocOptions;
}

/** What BankID's public text does not show in full. Change it only where your documentation says so. */
export interface SigndocOptions {
  /** Where an order is named: in the query, `/signdoc?sign_id=…`, or in the path, `/signdoc/…`. Default `"query"`. */
  signIdIn?: "query" | "path";
  /** The member of an order that says what its result is to hold (`SignOrder.result`). Default `"result"`. */
  resultMember?: string;
}

/**
 * Makes a confidential client of BankID. Loads the core and checks the options; makes no other request.
 *
 * BankID's addresses are read from its discovery document when they are first needed, and once an hour. While it
 * can't be had, the last ones known count, and before that the documented ones of the two environments; SignDoc
 * has none, so orders throw `discovery_failed`, `timeout` then.
 *
 * The core is inside this module. Platforms that compile no bytes take it from `consentkey/consentkey-server.wasm`:
 * Cloudflare's workerd by itself, others with `await init(module)` before.
 *
 * @throws {ConsentKeyError} rejects with `wasm_unavailable`, or `config_invalid` with the name of the option
 */
export function createBankidBackend(options: BankidBackendOptions): Promise<BankidBackend>;

/** A confidential client of BankID, on a server. */
export interface BankidBackend {
  /**
   * A token of the client's own (client credentials), for a resource server. It is kept until shortly before it
   * expires (a tenth of its life, between 2 and 60 seconds), by scope. However many ask at once, one request is
   * made; a failure is for those who wait for it, and the next one asks again. A clock that is set is no trouble.
   *
   * @param scope values separated by spaces. Default `"signdoc/read_write"`
   * @throws {ConsentKeyError} rejects with `config_invalid`, `network`, `timeout`, `token_request_failed`,
   *   `token_response_invalid`, `discovery_failed` or `issuer_mismatch`
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.4
   */
  accessToken(scope?: string): Promise<AccessToken>;

  /**
   * Exchanges a code that a page sent, of a sign-in or of signing, and checks the ID token; see
   * `Client.handleRedirect`. That the response belonged to the page's own sign-in, the page's `parseRedirect()`
   * has checked.
   *
   * @throws {ConsentKeyError} rejects with `config_invalid`, `network`, `timeout`, `token_request_failed`,
   *   `token_response_invalid`, `id_token_invalid`, `jwks_failed`, `discovery_failed` or `issuer_mismatch`
   * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3
   */
  exchange(code: Omit<ReceivedCode, "flow">): Promise<Grant>;

  /** Orders to sign documents. Their access tokens are `accessToken()`'s. */
  readonly signdoc: Signdoc;
}

/**
 * SignDoc, BankID's resource server for signing documents (SEID-SDO).
 *
 * **90 seconds**: an order lapses 90 seconds after it was made unless its user is at BankID by then, and its
 * result 90 seconds after it was signed. So make it in the click that sends the user there, and fetch the result
 * in the request that the page makes when the user is back. What has lapsed throws `signdoc_failed`, `status` 404.
 *
 * A request that is refused with 401 is sent once more, with a fresh token. Nothing else is repeated. `timeout`
 * is 60 seconds here unless the options say otherwise.
 */
export interface Signdoc {
  /**
   * Makes an order. It is checked before it is sent; members of other names are refused.
   *
   * @returns `signId`: for `authorize({ signId })` of the page's client, and for the other two functions
   * @throws {ConsentKeyError} rejects with `config_invalid` (the message names what is wrong with the order),
   *   `signdoc_failed`, `network`, `timeout`, `aborted`, and with what `accessToken()` rejects with
   */
  create(order: SignOrder, options?: { signal?: AbortSignal }): Promise<{ signId: string }>;

  /**
   * How far an order is.
   *
   * @returns `orderState` and the whole answer. The state is `"ORDER_RECEIVED"` until the user is at BankID,
   *   `"USER_SIGNING"` from then on, and at the end `"SIGN_COMPLETED"`, `"CANCELLED"` (by the user) or `"FAILED"`.
   *   BankID may have more states, which are passed on
   * @throws {ConsentKeyError} rejects with `config_invalid`, `signdoc_failed` (`status` 404: there is no such order,
   *   or it has lapsed), `network`, `timeout`, `aborted`, and with what `accessToken()` rejects with
   */
  status(
    signId: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ orderState: OrderState; raw: Record<string, unknown> }>;

  /**
   * Fetches what came of an order and deletes the order. It can be fetched once: keep it before anything else, and
   * expect that a call which ends in `network` or `timeout` may have deleted it.
   *
   * @throws {ConsentKeyError} as `status`: `config_invalid`, `signdoc_failed`, `network`, `timeout`, `aborted`
   */
  result(signId: string, options?: { signal?: AbortSignal }): Promise<SignResult>;
}

/** How far an order is: BankID's words, those that are known and any other. */
export type OrderState =
  | "ORDER_RECEIVED"
  | "USER_SIGNING"
  | "FAILED"
  | "CANCELLED"
  | "SIGN_COMPLETED"
  | (string & {});

/** What a user is to sign. */
export interface SignOrder {
  /** About the order as a whole. */
  signProperties: {
    /** Its name. */
    orderName: string;
    /** How the user's client shows documents. Default `"interior"`. */
    documentDisplayMode?: "interior" | "window" | "overlay";
    /** Whether the user sees that signing is done. Default true. */
    showConfirmation?: boolean;
    /** Whether the user has to tick that the content is understood. Default true. */
    showUnderstanding?: boolean;
    /** How long the user may take, in whole seconds, one or more. Default 1800. */
    timeoutSeconds?: number;
  };
  /** One or more, each of one kind. */
  documents: ReadonlyArray<SignDocument>;
  /** What the result is to hold, one or more. Default: what SignDoc gives by itself. */
  result?: ReadonlyArray<"documentHash" | "sdo" | "basicSignature">;
}

/** A document: plain text, or a PDF in base64 (RFC 4648 section 4, without line breaks), or XML with a stylesheet. */
export type SignDocument = {
  /** What the user sees as its name. Default: the order's name and a number. */
  description?: string;
} & (
  | { text: string; pdf?: undefined; xml?: undefined; xsl?: undefined }
  | { pdf: string; text?: undefined; xml?: undefined; xsl?: undefined }
  | { xml: string; xsl: string; text?: undefined; pdf?: undefined }
);

/** What came of an order, as SignDoc answers it. The members are those that it documents; none is checked. */
export interface SignResult {
  /** The order. */
  signId?: string;
  /** Whose order it was. */
  clientId?: string;
  /** How it ended, such as `"SIGN_COMPLETED"`. */
  orderState?: OrderState;
  /** The order's name. */
  orderName?: string;
  /** Of `"documentHash"`. */
  documentHashes?: unknown;
  /** Of `"sdo"`: the signed documents. */
  sdos?: unknown;
  /** Of `"basicSignature"`: the client's signatures. */
  merchantSignatures?: unknown;
  /** Of `"basicSignature"`: the user's signatures. */
  endUserSignatures?: unknown;
  /** Anything else. */
  [member: string]: unknown;
}

/**
 * Claims of an access token of BankID's realm (RFC 9068, with those of Keycloak). After `decodeAccessToken`
 * none of them is known to be true or to have its type.
 */
export interface AccessTokenClaims {
  /** The realm. */
  iss?: string;
  /** The resource servers that it is for. */
  aud?: string | string[];
  /** The client that it was issued to. */
  azp?: string;
  /** `"Bearer"`; other tokens of the realm have another. */
  typ?: string;
  /** Who it is about: in a client's own token, the client. */
  sub?: string;
  /** When it expires, in seconds since the epoch. */
  exp?: number;
  /** When it was issued, in seconds since the epoch. */
  iat?: number;
  /** Since when it is valid, in seconds since the epoch; BankID says 0. */
  nbf?: number;
  /** Its own id. */
  jti?: string;
  /** The scope, where it says so. */
  scope?: string;
  /** The roles that it gives, by resource server. See `hasResourceRole`. */
  resource_access?: Record<string, { roles?: string[] }>;
  /** All other claims. */
  [claim: string]: unknown;
}

/**
 * Reads what an access token says. **Nothing is checked**, neither signature nor times: for logs and for looking
 * at, never for deciding. A client has no business with its own tokens' content; a resource server uses
 * `verifyAccessToken`. Needs no `init()`.
 *
 * @throws {ConsentKeyError} `token_response_invalid` where it is no JWT
 */
export function decodeAccessToken(jwt: string): AccessTokenClaims;

/**
 * Whether the claims give a role at a resource server: `hasResourceRole(claims, "signdoc", "read_write")`. As true
 * as the claims are.
 */
export function hasResourceRole(claims: AccessTokenClaims, resource: string, role: string): boolean;

/** What a resource server expects of access tokens. */
export interface VerifyAccessTokenOptions {
  /** The realm, exactly as `iss` has it. Its discovery document tells where the key set is. */
  issuer: string;
  /** This resource server's name, which has to be in `aud`; or several, one of which has to be. */
  audience: string | readonly string[];
  /** `jwks`: where the key set is, so that nothing is discovered. */
  endpoints?: Partial<Endpoints>;
  /** By how many whole seconds the clocks may differ. Default 60. */
  clockTolerance?: number;
  /** How long each request may take, its body included, in seconds. Default 10. */
  timeout?: number;
}

/**
 * Checks an access token that a resource server was shown: signed by a key of the realm with an algorithm of
 * `IdTokenAlg`, but for `"none"`; `iss`; `typ` `"Bearer"`, so that no ID token or refresh token passes; `audience` in `aud`; `exp`,
 * `nbf` and `iat` by `clockTolerance`. Roles are yours to check: `hasResourceRole`.
 *
 * The key set is kept by its address, for 10 minutes, and for an hour where it can't be fetched again. For a token
 * that no key in it has signed it is fetched anew, every 30 seconds at most; other tokens don't wait for that. Of a
 * set the first 500 keys are read, and 16 that fit a token are tried.
 *
 * @throws {ConsentKeyError} rejects with `access_token_invalid` and a `reason` (`malformed`, `alg`, `signature`,
 *   `key_unknown`, `iss`, `typ`, `aud`, `exp`, `nbf` or `iat`), `config_invalid`, `jwks_failed`, `discovery_failed`,
 *   `issuer_mismatch`, `timeout` or `wasm_unavailable`
 * @see https://www.rfc-editor.org/rfc/rfc9068.html#section-4
 */
export function verifyAccessToken(jwt: string, options: VerifyAccessTokenOptions): Promise<AccessTokenClaims>;

/** Checks access tokens. Made by `createAccessTokenVerifier`. */
export interface AccessTokenVerifier {
  /**
   * Checks one token; see `verifyAccessToken`.
   *
   * @throws {ConsentKeyError} rejects with `access_token_invalid` and a `reason`, `config_invalid`, `jwks_failed`,
   *   `discovery_failed`, `issuer_mismatch`, `timeout` or `wasm_unavailable`
   */
  verify(jwt: string): Promise<AccessTokenClaims>;
}

/**
 * Makes a check of access tokens, for a resource server that sees many. Names and types of the options are checked
 * at once; that the addresses are `https` is checked with the first token, when the core is there.
 *
 * @throws {ConsentKeyError} `config_invalid` with the name of the option
 * @see https://www.rfc-editor.org/rfc/rfc9068.html#section-4
 */
export function createAccessTokenVerifier(options: VerifyAccessTokenOptions): AccessTokenVerifier;

/** What the functions of a client take, by name. The core keeps the rules of the protocol. */
import {
  ANYTHING,
  CLAIMS,
  CREDENTIAL,
  FLAG,
  JSON_TEXT,
  KNOWN_CLAIMS,
  NAMES,
  PAIRS,
  SCOPE,
  SECONDS,
  SIGNAL,
  SOME_TEXT,
  TEXT,
  TEXTS,
  TOKEN,
  WHOLE_SECONDS,
  each,
  kind,
  members,
  someMembers,
} from "./options.js";
import { RELAY } from "./relay-option.js";
import { STORAGE } from "./storage.js";
import { HANDLINGS } from "./tc-problems.js";

/** The option `endpoints`. A client may be given addresses that it has no use for. */
export const ENDPOINTS = members(
  each(
    TEXT,
    "issuer",
    "authorization",
    "token",
    "jwks",
    "userinfo",
    "endSession",
    "permissionRead",
    "permissionWrite",
    "permissionExport",
    "signdoc",
  ),
);

const ALGORITHMS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 none".split(" ");

const COMMON = {
  ...each(TEXT, "redirectUri"),
  idTokenAlg: kind(`one of ${ALGORITHMS.join(", ")}`, (name) => (ALGORITHMS.includes(name) ? name : undefined)),
  ...each(SECONDS, "clockTolerance", "timeout", "transactionLifetime"),
  clientId: CREDENTIAL,
  endpoints: ENDPOINTS,
  storage: STORAGE,
  trustedAudiences: NAMES,
  dangerouslyAllowUnverifiedIdToken: FLAG,
};

export const NETID = { ...COMMON, ...each(TEXT, "flow", "tappId", "environment"), claims: CLAIMS, relay: RELAY };
export const BANKID = { ...COMMON, environment: TEXT, scope: SCOPE, signId: SOME_TEXT };
export const PLAIN = { ...COMMON, issuer: TEXT, scope: SCOPE };

const SIZE = kind("a number above 0", (value) => (Number.isFinite(value) && value > 0 ? value : undefined));

/** One for redirect() and popup(), so that the options of a popup that was blocked will do for a redirect. */
export const AUTHORIZE = {
  ...each(TEXT, "flow", "prompt", "loginHint", "uiLocales", "acrValues"),
  claims: CLAIMS,
  scope: SCOPE,
  maxAge: WHOLE_SECONDS,
  signId: SOME_TEXT,
  appState: JSON_TEXT,
  extra: PAIRS,
  ...each(SIZE, "width", "height"),
  signal: SIGNAL,
  exchange: FLAG,
};

/** As much of a grant as its functions need. */
export const GRANT = {
  ...each(someMembers({ value: TOKEN }), "permissionToken", "accessToken"),
  ...each(TEXT, "refreshToken", "idToken"),
  claims: KNOWN_CLAIMS,
  scope: SCOPE,
  appState: ANYTHING,
};

export const REFRESH = { scope: SCOPE };
export const END_SESSION = {
  ...each(TEXT, "postLogoutRedirectUri", "state", "logoutHint", "uiLocales"),
  grant: someMembers(GRANT),
};
/** What can be given up. */
export const ABORTABLE = { signal: SIGNAL };
/** What the Permission Center is asked with, and what is stored there. */
export const ASK = { ...ABORTABLE, identifiers: TEXTS };
export const WRITE = {
  ...ASK,
  tcfProblems: kind('"refuse", "warn" or "ignore"', (value) => (HANDLINGS.includes(value) ? value : undefined)),
};
export const DECISION = each(TEXT, "idconsent", "iabTcString");

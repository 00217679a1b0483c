/** What the functions of a server take, by name. */
import { BANKID, ENDPOINTS, NETID } from "../shared/client-options.js";
import {
  CREDENTIAL,
  FLAG,
  NAMES,
  SCOPE,
  SECONDS,
  SIGNAL,
  TEXT,
  TEXTS,
  TOKEN,
  WHOLE_SECONDS,
  each,
  kind,
  members,
  optionsOf,
  resultOf,
} from "../shared/options.js";

const HOOK = kind("a function", (value) => (typeof value === "function" ? value : undefined));
const SECRET = { clientSecret: CREDENTIAL, clientAuth: TEXT };
const STORE = kind("an object with the functions `get` and `set`", (store) =>
  typeof store.get === "function" && typeof store.set === "function" ? store : undefined,
);

// The page's own options may be there too, so that both can be made from one object.
export const NETID_BACKEND = { ...NETID, ...SECRET };
export const BANKID_BACKEND = {
  ...BANKID,
  ...SECRET,
  store: STORE,
  signdoc: members({
    signIdIn: kind('"query" or "path"', (value) => (["query", "path"].includes(value) ? value : undefined)),
    resultMember: kind("the name of a member that orders don't have yet", (value) =>
      ["", "signProperties", "documents"].includes(value) ? undefined : TEXT(value),
    ),
  }),
};

/** A code as a page sends it: with all that belongs to it, and with whatever else the page has to say. */
export const CODE = {
  ...each(TEXT, "code", "codeVerifier", "nonce", "redirectUri", "flow"),
  scope: SCOPE,
  maxAge: WHOLE_SECONDS,
};

/** An `AccessToken`, or its value. */
export function ACCESS_TOKEN(value, label = "token") {
  return TOKEN(typeof value === "object" ? resultOf(value, { value: TOKEN }, label).value : value, label);
}

export const PERMISSIONS = { token: ACCESS_TOKEN, environment: TEXT, endpoints: ENDPOINTS, timeout: SECONDS };

export const EXPORT = { ...each(CREDENTIAL, "username", "password"), environment: TEXT, endpoints: ENDPOINTS };
const SINCE = kind("a valid Date or a text", (since) =>
  typeof since === "string" ? since || undefined : Date.prototype.toISOString.call(since),
);
export const EXPORT_QUERY = { tappId: TEXT, since: SINCE };
export const CMP_EXPORT_QUERY = { cmpId: TEXT, tappIds: NAMES, since: SINCE };
export const EXPORT_OPTIONS = {
  signal: SIGNAL,
  timeout: SECONDS,
  onProgress: HOOK,
};

export const VERIFY = {
  issuer: TEXT,
  audience: kind("a string or a list of strings, none of them empty", (value) =>
    NAMES(typeof value === "string" ? [value] : value),
  ),
  endpoints: ENDPOINTS,
  ...each(SECONDS, "clockTolerance", "timeout"),
};

const DOCUMENTS = kind("a list of documents", (value) => (Array.isArray(value) ? Object.values(value) : undefined));
const DOCUMENT = each(TEXT, "description", "text", "pdf", "xml", "xsl");
export const SIGN_ORDER = {
  signProperties: members({
    ...each(TEXT, "orderName", "documentDisplayMode"),
    ...each(FLAG, "showConfirmation", "showUnderstanding"),
    timeoutSeconds: kind("a whole number of seconds, one or more", (value) =>
      Number.isInteger(value) && value > 0 && value < 2 ** 32 ? value : undefined,
    ),
  }),
  documents(value, label) {
    return DOCUMENTS(value, label).map((document, index) => optionsOf(document, DOCUMENT, `${label}[${index}]`));
  },
  result: TEXTS,
};

const SECRETS = kind("a string of 32 bytes or more, or a list of such", (value) => {
  const secrets = TEXTS(typeof value === "string" ? [value] : value);
  const isLong = (secret) => new TextEncoder().encode(secret).length >= 32;
  return secrets.length > 0 && secrets.every(isLong) ? secrets : undefined;
});
const ORIGINS = kind('a list of origins, such as "https://www.example.com"', (value) =>
  TEXTS(value).every((origin) => /^https?:/.test(origin) && new URL(origin).origin === origin) ? TEXTS(value) : undefined,
);
const BACKEND = kind("what createNetidBackend() gave", (value) =>
  typeof value.exchange === "function" && typeof value.permissions === "function" ? value : undefined,
);
// It goes into the cookie's attribute `Path` as well, so it has to be what browsers compare with.
const BASE_PATH = kind('a path such as "/consentkey", without a slash at its end', (value) =>
  /^\/$|^(\/[\w.~!$&'()*+,=:@%-]+)+$/.test(value) && new URL(value, "http://relay").pathname === value ? value : undefined,
);

export const RELAY = {
  backend: BACKEND,
  secret: SECRETS,
  basePath: BASE_PATH,
  allowedOrigins: ORIGINS,
  trustProxy: FLAG,
  cookie: members({
    name: kind("a cookie's name (RFC 6265 section 4.1.1)", (value) => (/^[\w!#$%&'*+.^`|~-]{1,64}$/.test(value) ? value : undefined)),
    domain: kind("a domain", (value) => (/^[a-z\d-]+(\.[a-z\d-]+)*$/i.test(value) ? value : undefined)),
    sameSite: kind('"lax", "strict" or "none"', (value) => (["lax", "strict", "none"].includes(value) ? value : undefined)),
    ...each(FLAG, "secure", "partitioned"),
  }),
  onEvent: HOOK,
};

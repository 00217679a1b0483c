/** How failures are answered. A page learns the code and what to do, and nothing of what a provider wrote. */
import { ConsentKeyError } from "../shared/error.js";

const STATUS = {
  request_invalid: 400,
  config_invalid: 400,
  tc_string_invalid: 400,
  grant_missing: 401,
  grant_expired: 401,
  origin_refused: 403,
  not_found: 404,
  method_refused: 405,
  body_too_large: 413,
  type_refused: 415,
  // For logs alone: who asked has left.
  aborted: 499,
  wasm_unavailable: 503,
  timeout: 504,
};
const UPSTREAM = 502;
const WORDS = {
  code: "The provider refused the code: it was used before, is too old, or is another client's. Start a new sign-in.",
  client: "The provider refuses this relay as a client: check the options of its backend.",
  busy: "The provider has too many requests. Try again later.",
  unknown: "The relay failed. Try again later.",
};

/**
 * @param {unknown} error
 * @returns {{ status: number, body: { code: string, message: string, statusCode?: string, reason?: string, problem?: string } }}
 */
export function refusalOf(error) {
  if (!(error instanceof ConsentKeyError)) return { status: UPSTREAM, body: { code: "network", message: WORDS.unknown } };
  const facts = { __proto__: null, ...error };
  const { code, statusCode, reason, problem } = facts;
  const { status, ...other } = { __proto__: null, ...judged(facts) };
  return { status, body: { code, message: error.message, statusCode, reason, problem, ...other } };
}

function judged(facts) {
  const { code, status, reason } = facts;
  if (status === 429) return { status: UPSTREAM, message: WORDS.busy, ...(code === "permission_denied" && { code: "permission_failed" }) };
  if (code === "permission_denied") return { status: isClientError(status) ? status : 400 };
  if (code === "token_request_failed") {
    return isCodeRefused(facts) ? { status: 400, message: WORDS.code } : { status: UPSTREAM, message: WORDS.client };
  }
  // What the page said of its sign-in is not what the provider was asked.
  if (code === "id_token_invalid" && ["nonce", "auth_time"].includes(reason)) return { status: 400 };
  return { status: Object.hasOwn(STATUS, code) ? STATUS[code] : UPSTREAM };
}

const isClientError = (status) => status >= 400 && status < 500;

// An unknown client may be told so with 400 too (RFC 6749 section 5.2).
function isCodeRefused({ status, error }) {
  return isClientError(status) && status !== 401 && !["invalid_client", "unauthorized_client"].includes(error);
}

/** Known to every copy of this library: each entry of the package has its own. */
const BRAND = Symbol.for("consentkey.ConsentKeyError");

/** Where every code has an entry. */
const DOCS = "https://consentkey.dev/errors#";

/**
 * Everything that fails throws or rejects with this. Test `code`; `message` is for people.
 * Neither ever holds a token, code, verifier, nonce, state or secret.
 */
export class ConsentKeyError extends Error {
  static [Symbol.hasInstance](value) {
    return value?.[BRAND] === true;
  }

  /**
   * @param {string} code one of the documented codes
   * @param {string} message what happened and what to do
   * @param {object} [details] `cause`, `status`, `reason`, `problem`, `error`, `errorDescription`, `errorUri`, `statusCode`
   */
  constructor(code, message, details) {
    const { cause, ...others } = { __proto__: null, ...details };
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ConsentKeyError";
    this.code = code;
    for (const [name, value] of Object.entries(others)) {
      if (value != null) this[name] = value;
    }
  }

  get docs() {
    return DOCS + this.code;
  }

  get [BRAND]() {
    return true;
  }
}

/** `error instanceof ConsentKeyError`, for where a function is handier. */
export function isConsentKeyError(error) {
  return error instanceof ConsentKeyError;
}

import { errors, interactionPolicy } from "../oidc/library.js";

/** Carries `max_age` of a plain OAuth request past oidc-provider, which knows it for OpenID Connect only. */
export const PLAIN_MAX_AGE = "plain_max_age";

const OPENID_ONLY = ["nonce", "claims", "claims_locales", "acr_values", "id_token_hint"];

/**
 * Koa middleware for the authorization endpoint: where `openid` is not asked for, parameters of OpenID
 * Connect are ignored (RFC 6749, section 3.1) instead of being an error, and `max_age` still counts.
 *
 * @param {string} path of the authorization endpoint
 */
export function ignoreOpenidParameters(path) {
  return (ctx, next) => {
    const { max_age: maxAge, ...query } = ctx.query;
    const isPlain = typeof query.scope === "string" && !query.scope.split(" ").includes("openid");
    if (ctx.path === path && isPlain) {
      OPENID_ONLY.forEach((name) => delete query[name]);
      ctx.query = maxAge === undefined ? query : { ...query, [PLAIN_MAX_AGE]: maxAge };
    }
    return next();
  };
}

/** @returns {object} check of oidc-provider's login prompt: `max_age` in a plain OAuth request */
export function plainMaxAgeCheck() {
  const description = "End-User authentication could not be obtained";
  return new interactionPolicy.Check(PLAIN_MAX_AGE, description, ({ oidc }) => {
    const value = oidc.params[PLAIN_MAX_AGE];
    if (value === undefined) {
      return false;
    }
    if (!/^\d{1,15}$/.test(value)) {
      throw new errors.InvalidRequest("invalid max_age parameter value");
    }
    const seconds = Number(value);
    return (seconds === 0 || oidc.session.past(seconds)) && !oidc.result?.login;
  });
}

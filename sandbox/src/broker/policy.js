import { errors, interactionPolicy } from "../oidc/library.js";
import { PERMISSION_SCOPE } from "./permission-token.js";
import { plainMaxAgeCheck } from "./plain-oauth.js";

/**
 * Decides when a user has to sign in and to approve: oidc-provider's own policy with netID's differences.
 *
 * @param {string[]} redirectUris
 * @returns {object[]} prompts
 */
export function createPolicy(redirectUris) {
  const policy = interactionPolicy.base();
  policy.get("login").checks.add(netidRequestCheck(redirectUris), 0);
  policy.get("login").checks.add(plainMaxAgeCheck());
  // It would ask users of native apps at every login; netID asks only for what has not been approved yet.
  policy.get("consent").checks.remove("native_client_prompt");
  return policy;
}

function netidRequestCheck(redirectUris) {
  return new interactionPolicy.Check("netid_request", "request that netID does not serve", ({ oidc }) => {
    // Native clients would otherwise get any port of a loopback redirect URI.
    if (!redirectUris.includes(oidc.params.redirect_uri)) {
      throw new errors.InvalidRedirectUri();
    }
    if (oidc.prompts.has("none")) {
      throw new errors.InvalidRequest("prompt may be login or consent");
    }
    if (!oidc.requestParamScopes.has("openid") && !oidc.requestParamScopes.has(PERMISSION_SCOPE)) {
      throw new errors.InvalidScope(`scope must hold openid, ${PERMISSION_SCOPE} or both`);
    }
    return false;
  });
}

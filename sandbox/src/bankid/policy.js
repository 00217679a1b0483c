import { errors, interactionPolicy } from "../oidc/library.js";

/**
 * Decides when a user has to sign in and what to sign: oidc-provider's own policy with BankID's differences.
 *
 * @param {string[]} redirectUris
 * @param {import("../signdoc/orders.js").Orders} orders
 * @returns {object[]} prompts
 */
export function createPolicy(redirectUris, orders) {
  const { Check, Prompt, base } = interactionPolicy;
  const policy = base();
  policy.get("login").checks.add(requestCheck(redirectUris, orders), 0);
  policy.remove("consent");
  const isToSign = ({ oidc }) => oidc.requestParamScopes.has("sign") && !isSigned(oidc);
  policy.add(new Prompt({ name: "sign" }, new Check("order_unsigned", "the order is not signed yet", isToSign)));
  return policy;
}

const isSigned = ({ result, params }) => result?.sign !== undefined && result.sign.signId === params.sign_id;

function requestCheck(redirectUris, orders) {
  return new interactionPolicy.Check("bankid_request", "request that BankID does not serve", ({ oidc }) => {
    const { params, client, requestParamScopes: scopes } = oidc;
    // Native clients would otherwise get any port of a loopback redirect URI.
    if (!redirectUris.includes(params.redirect_uri)) throw new errors.InvalidRedirectUri();
    if (!scopes.has("openid")) throw new errors.InvalidScope("scope must hold openid", params.scope);
    if (scopes.has("sign") && !isSigned(oidc) && !orders.reach(params.sign_id, client.clientId)) {
      throw new errors.InvalidRequest("sign_id names no order that can be signed: none of this client, lapsed, or signed");
    }
    return false;
  });
}

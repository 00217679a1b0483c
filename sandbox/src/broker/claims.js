/** Claims of netID's userinfo endpoint, with the words users know them by; `sub` is not theirs to withhold. */
export const CLAIM_LABELS = {
  email: "E-mail address",
  email_verified: "E-mail confirmed",
  given_name: "First name",
  family_name: "Last name",
  birthdate: "Date of birth",
  gender: "Gender",
  address: "Postal address",
  shipping_address: "Delivery address",
};

/** Claims that a scope stands for (OpenID Connect Core 1.0, section 5.4, as far as netID has them). */
export const SCOPE_CLAIMS = {
  profile: ["given_name", "family_name", "gender", "birthdate"],
  email: ["email", "email_verified"],
  address: ["address"],
};

/**
 * Reads what an authorization request asks for.
 *
 * @param {{ scope?: string, claims?: string }} params accepted by oidc-provider, so `claims` is valid JSON
 * @returns {{ scopes: string[], claims: string[] }} claims named one by one, without those scopes stand for
 */
export function requestedAccess({ scope = "", claims = "{}" }) {
  const { userinfo, id_token: idToken } = JSON.parse(claims);
  return {
    scopes: scope.split(" ").filter(Boolean),
    claims: [...new Set([...Object.keys(userinfo ?? {}), ...Object.keys(idToken ?? {})])],
  };
}

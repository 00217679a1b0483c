/** What a diagnosis can find, in sentences: what is wrong, and what to do next. */

/** Where every code has an entry. */
const DOCS = "https://consentkey.dev/diagnosis#";

/** By code; `{}` stands for what it is about. */
const SENTENCES = {
  __proto__: null,
  offline: "This browser is offline. Connect it and try again.",
  csp_blocked: "The page's Content-Security-Policy keeps it from asking {}. Add that host to the directive.",
  page_insecure:
    "This page came by plain http, where browsers keep Web Crypto and the provider's cookies back. Serve it with https, " +
    "or from localhost while you develop.",
  storage_refused:
    "The storage for sign-ins is refused, so a redirect can't be answered. Allow storage for this page, use popup(), or " +
    "give another `storage`.",
  redirect_other_origin:
    "`redirectUri` is at {}, another origin than this page's: popup() refuses, and the storage there knows of no sign-in. " +
    "Serve both from one origin, with or without www alike.",
  environment_mixed: "Different environments are mixed: {}. Take `environment` and all of `endpoints` from one.",
  provider_unreachable:
    "{} can't be reached, or gave no answer in time. Check the connection, blockers and proxies, and then whether the " +
    "provider has an outage (netID: https://status.netid.de).",
  provider_fault:
    "{}: the provider has a fault of its own. Try again later, and see whether it has an outage (netID: " +
    "https://status.netid.de).",
  discovery_unusable:
    "{} has no discovery document of this provider, so ID tokens can't be checked. Correct the issuer, or give " +
    "`endpoints.jwks`.",
  clock_wrong: "This device's clock is {}, more than `clockTolerance`, so good ID tokens look wrong. Set the clock.",
  origin_not_registered:
    "This page's origin {} is probably not registered. Have it registered for this client, with scheme and port, with or " +
    "without www as it is.",
  partner_not_active:
    "The partner may not be active: until netID releases a service, only its test users may sign in. Sign in as one, or " +
    "ask netID for the release.",
  tapp_id_wrong: "The Permission Center may not know the partner. Compare `tappId` (default: `clientId`) with what netID told you.",
  third_party_cookies_blocked:
    "This browser probably blocks third-party cookies, so netID can't know anybody here. Use a sign-in and the token, by " +
    "`relay` or your server.",
  not_signed_in: "Nobody may be signed in to netID in this browser. Have the user sign in, with popup() or redirect().",
  sign_in_expired: "netID's sign-in on this device has expired. Have the user sign in again.",
  account_gone: "The netID account is gone. Forget what was stored of it, and have the user sign in with another.",
  relay_refused: "The relay at {} does not serve this page. Check its address and its `origins`.",
  permission_refused: "The Permission Center refuses: {}. Compare the client's options with what netID told you.",
};

/** @param {string} [about] never a secret */
export function finding(code, about) {
  return { code, message: SENTENCES[code].replace("{}", () => about), docs: DOCS + code };
}

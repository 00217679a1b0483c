/**
 * Why a provider would say no. Each has an entry in the documentation, where `docs` leads. Codes are only ever added.
 */
export type DiagnosisCode =
  // The browser has no network.
  | "offline"
  // The page's Content-Security-Policy blocks a host; the message names the directive.
  | "csp_blocked"
  // The page came by plain http, not from loopback.
  | "page_insecure"
  // The storage for sign-ins can't be read.
  | "storage_refused"
  // `redirectUri` has another origin than the page.
  | "redirect_other_origin"
  // `environment` and `endpoints` belong to different environments of the provider, or a local one is among them.
  | "environment_mixed"
  // No answer in time, or none at all.
  | "provider_unreachable"
  // The provider answered with a fault of its own (HTTP 5xx).
  | "provider_fault"
  // ID tokens can't be checked, since the issuer has no discovery document.
  | "discovery_unusable"
  // The device's clock is off by more than `clockTolerance`.
  | "clock_wrong"
  // The provider does not know the page's origin.
  | "origin_not_registered"
  // netID has not released the service, so that test users alone may sign in, or has ended it.
  | "partner_not_active"
  // The Permission Center does not know `tappId`.
  | "tapp_id_wrong"
  // The browser keeps netID's cookie back.
  | "third_party_cookies_blocked"
  // netID knows nobody in this browser.
  | "not_signed_in"
  // netID's cookie has expired.
  | "sign_in_expired"
  // The netID account no longer exists.
  | "account_gone"
  // What is at `relay` does not serve this page.
  | "relay_refused"
  // The Permission Center refuses for another reason, which the message has.
  | "permission_refused";

/** One reason why a provider would say no. */
export interface Diagnosis {
  /** Which reason. Test this. */
  code: DiagnosisCode;
  /** What is wrong and what to do next, for developers. It holds no token and no secret. */
  message: string;
  /** Where the code is explained. */
  docs: string;
}

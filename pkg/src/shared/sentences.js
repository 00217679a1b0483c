import { ConsentKeyError } from "./error.js";
import { optionNamed } from "./form.js";

/** What the core's faults say to people, by `detail` or else by code; `%` is what they speak of. */
const SENTENCES = {
  __proto__: null,
  given: "`%` must be given.",
  provider: "No provider is named %.",
  redirect_uri: "`%` must be the absolute address that the provider knows, without a fragment.",
  endpoint: "`endpoints.%` must be an https address (http on loopback) without a fragment.",
  prefix: "`endpoints.%` must be an https address (http on loopback) without a query or fragment.",
  issuer_address: "`issuer`, or `endpoints.issuer`, must be an https address (http on loopback) without a fragment.",
  environment: "`environment` must be one of: %.",
  flow: '`flow` must be "permission", "login" or "loginPermission".',
  json: "`%` must be a JSON value that is nested at most 100 deep.",
  endpoints: "`endpoints` must name `authorization` and `token`, or `issuer` where to find them.",
  scope: "`scope` must name at least one scope, in printable ASCII, of at most 4,096 characters.",
  issuer_needed: "`issuer` is needed with the scope `openid`: the ID token is checked against it.",
  flow_is_netids: "`flow` is netID's: name a `scope` instead.",
  sign_needs_order: "The scope `sign` needs the order that is to be signed: give its `signId`.",
  scope_of_other_flow: "`scope` asks for what another `flow` is for: choose that flow instead.",
  scope_needs_login: '`scope` adds personal data, which needs flow "login" or "loginPermission".',
  query: "The authorization endpoint's query may not hold `%`: it is set here.",
  extra: "`extra` may not hold `%`: it has an option of its own, or is there already.",
  end_session: "The provider is not known to end sessions; `endpoints.endSession` can name where it does.",
  storage_unavailable:
    "The login can't be remembered: the browser refuses storage or it is full. Allow storage for this site, or pass another `storage`.",
  state_unknown:
    "No sign-in of this client waits for this answer. It may have been started in another tab, browser or storage, or long ago. Start a new one.",
  transaction_used: "This sign-in was already answered. If you still need a token, start a new one.",
  transaction_expired: "The answer came too late for this sign-in. Start a new one.",
  response_invalid: "The answer in this address is malformed: a parameter is repeated, empty or not decodable. Start a new sign-in.",
  issuer: "The answer names another issuer than the one that was asked. Nothing was sent to it.",
  issuer_elsewhere:
    "The answer names an issuer elsewhere than at the token endpoint, and this client knows none to compare it with. If it is the provider's, set `issuer`, or `endpoints.issuer`, to it.",
  issuer_missing:
    "The answer names no issuer, which the provider's discovery document promises for every answer. If the provider made it, the provider has to mend that.",
  access_denied: "The sign-in was refused or cancelled. Nothing was granted.",
  authorization_failed: "The provider did not carry out the sign-in; `error` says why.",
};

/** The error that a fault of the core's is: see `client::fault` there. */
export function errorOf(fault) {
  const said = new URLSearchParams(fault);
  const code = said.get("fault");
  const [detail, name] = [said.get("detail"), said.get("name")];
  // Parameters of the caller's own are told as they are.
  const isOption = !/^(query|extra)$/.test(detail);
  const message = SENTENCES[detail || code].replace("%", () => (isOption ? optionNamed(name) : name));
  return new ConsentKeyError(code, message, {
    error: said.get("error"),
    errorDescription: said.get("error_description"),
    errorUri: said.get("error_uri"),
    appState: jsonOf(said.get("app_state")),
  });
}

/** What has its own sentences needs nobody else's. */
export const useSentences = () => {};

/** What a JSON text of ours says; null for any other, since storage is in others' reach too. */
export function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

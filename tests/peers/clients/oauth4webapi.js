import * as oauth from "oauth4webapi";
import { keep, kept } from "./session.js";

const security = ({ issuer }) => (issuer.startsWith("http:") ? { [oauth.allowInsecureRequests]: true } : {});
const clientOf = ({ clientId }) => ({ client_id: clientId });

async function discover(options) {
  const issuer = new URL(options.issuer);
  const response = await oauth.discoveryRequest(issuer, { algorithm: "oidc", ...security(options) });
  return oauth.processDiscoveryResponse(issuer, response);
}

export async function prepare(options) {
  const { clientId, redirectUri, scope, maxAge } = options;
  const as = await discover(options);
  return async () => {
    const codeVerifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const nonce = scope.includes("openid") ? oauth.generateRandomNonce() : undefined;
    keep({ codeVerifier, state, nonce });
    const url = new URL(as.authorization_endpoint);
    const parameters = {
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      scope,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
      state,
      ...(nonce && { nonce }),
      ...(maxAge && { max_age: String(maxAge) }),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  };
}

export async function finish(options, url) {
  const as = await discover(options);
  const client = clientOf(options);
  const { codeVerifier, state, nonce } = kept();
  const { scope, redirectUri, maxAge } = options;
  const parameters = oauth.validateAuthResponse(as, client, new URL(url), state);
  const authentication = [as, client, oauth.None(), parameters, redirectUri, codeVerifier, security(options)];
  const response = await oauth.authorizationCodeGrantRequest(...authentication);
  const expected = { expectedNonce: nonce, maxAge, requireIdToken: scope.includes("openid") };
  return oauth.processAuthorizationCodeResponse(as, client, response, expected);
}

export async function userinfo(options, tokens) {
  const as = await discover(options);
  const client = clientOf(options);
  const { sub } = oauth.getValidatedIdTokenClaims(tokens);
  const response = await oauth.userInfoRequest(as, client, tokens.access_token, security(options));
  return oauth.processUserInfoResponse(as, client, sub, response);
}

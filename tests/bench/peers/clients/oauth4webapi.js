import * as oauth from "oauth4webapi";
import { keep, take } from "../pages/kept.js";
import { metadata, settings } from "../pages/settings.js";

const client = { client_id: settings.clientId };
const insecure = { [oauth.allowInsecureRequests]: true };

export const open = () => metadata;

export const login = async (as) => location.assign(await authorize(as));

export async function authorize(as) {
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  keep(state, { codeVerifier, nonce });
  const url = new URL(as.authorization_endpoint);
  const parameters = {
    client_id: settings.clientId,
    redirect_uri: settings.redirectUri,
    response_type: "code",
    scope: settings.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

export async function finish(as) {
  const { state, nonce, codeVerifier } = take();
  const parameters = oauth.validateAuthResponse(as, client, new URL(location.href), state);
  const request = [as, client, oauth.None(), parameters, settings.redirectUri, codeVerifier, insecure];
  const response = await oauth.authorizationCodeGrantRequest(...request);
  const expected = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, expected);
  await oauth.validateApplicationLevelSignature(as, response, insecure);
  const { sub } = oauth.getValidatedIdTokenClaims(tokens);
  return sub;
}

import * as client from "openid-client";
import { keep, take } from "../pages/kept.js";
import { metadata, settings } from "../pages/settings.js";

export function open() {
  const config = new client.Configuration(metadata, settings.clientId, undefined, client.None());
  client.allowInsecureRequests(config);
  client.enableNonRepudiationChecks(config);
  return config;
}

export const login = async (config) => location.assign(await authorize(config));

export async function authorize(config) {
  const codeVerifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  keep(state, { codeVerifier, nonce });
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: settings.redirectUri,
    scope: settings.scope,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  return url.href;
}

export async function finish(config) {
  const { state, nonce, codeVerifier } = take();
  const tokens = await client.authorizationCodeGrant(config, new URL(location.href), {
    pkceCodeVerifier: codeVerifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  return tokens.claims().sub;
}

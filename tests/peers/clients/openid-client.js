import * as client from "openid-client";
import { keep, kept } from "./session.js";

function open({ issuer, clientId }) {
  const execute = issuer.startsWith("http:") ? [client.allowInsecureRequests] : [];
  return client.discovery(new URL(issuer), clientId, undefined, client.None(), { execute });
}

export async function prepare(options) {
  const { redirectUri, scope, maxAge } = options;
  const config = await open(options);
  return async () => {
    const codeVerifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const nonce = scope.includes("openid") ? client.randomNonce() : undefined;
    keep({ codeVerifier, state, nonce });
    const parameters = {
      redirect_uri: redirectUri,
      scope,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
      state,
      ...(nonce && { nonce }),
      ...(maxAge && { max_age: String(maxAge) }),
    };
    return client.buildAuthorizationUrl(config, parameters).href;
  };
}

export async function finish(options, url) {
  const config = await open(options);
  const { codeVerifier, state, nonce } = kept();
  return client.authorizationCodeGrant(config, new URL(url), {
    pkceCodeVerifier: codeVerifier,
    expectedState: state,
    expectedNonce: nonce,
    maxAge: options.maxAge,
    idTokenExpected: options.scope.includes("openid"),
  });
}

export async function userinfo(options, tokens) {
  const config = await open(options);
  return client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
}

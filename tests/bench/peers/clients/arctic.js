import { CodeChallengeMethod, OAuth2Client, generateCodeVerifier, generateState } from "arctic";
import { keep } from "../pages/kept.js";
import { metadata, settings } from "../pages/settings.js";

export const open = () => new OAuth2Client(settings.clientId, null, settings.redirectUri);

export function authorize(client) {
  const [state, codeVerifier] = [generateState(), generateCodeVerifier()];
  keep(state, { codeVerifier });
  const request = [metadata.authorization_endpoint, state, CodeChallengeMethod.S256, codeVerifier, [settings.scope]];
  return client.createAuthorizationURLWithPKCE(...request).href;
}

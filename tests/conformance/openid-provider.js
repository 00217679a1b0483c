import { createClient } from "consentkey";
import { json, PAGE, startProvider } from "../lib/provider.js";

/** The documented answer to a sign-in, but for its ID token. */
export const TOKENS = { access_token: "userinfo-token", token_type: "Bearer", expires_in: 900 };

/**
 * A provider of OpenID Connect that describes itself.
 *
 * @param {object[]} keys its key set
 * @param {(at: (path: string) => string) => object} [offers] further members of its discovery document
 * @returns {Promise<object>} what `startProvider` gives, and `answers` to add to
 */
export async function startOpenidProvider(keys, offers) {
  const answers = { "GET /keys": json({ keys }), "GET /userinfo": json({ sub: "user" }) };
  const provider = await startProvider(answers);
  const at = (path) => provider.origin + path;
  answers["GET /.well-known/openid-configuration"] = json({
    issuer: at("/"),
    authorization_endpoint: at("/authorize"),
    token_endpoint: at("/token"),
    userinfo_endpoint: at("/userinfo"),
    jwks_uri: at("/keys"),
    ...offers?.(at),
  });
  return { ...provider, answers };
}

/** A client that knows its provider by the issuer alone. */
export function discoveringClient({ origin }, options) {
  const known = { clientId: "client", redirectUri: PAGE, issuer: `${origin}/`, scope: "openid", storage: "memory" };
  return createClient({ ...known, ...options });
}

/**
 * Signs in: the provider answers with the ID token that `sign` makes of good claims.
 *
 * @param {object} provider
 * @param {object} client
 * @param {(claims: object) => string} sign
 * @param {object} [tokens] further members of the token response
 * @param {(state: string) => string} [responseOf] the address that the provider sends the user back to
 */
export function signIn({ origin, answers }, client, sign, tokens, responseOf = (state) => `${PAGE}?code=1&state=${state}`) {
  const { url, state } = client.authorize();
  const now = Math.floor(Date.now() / 1000);
  const nonce = new URL(url).searchParams.get("nonce");
  const claims = { iss: `${origin}/`, aud: "client", sub: "user", exp: now + 300, iat: now, nonce };
  answers["POST /token"] = json({ ...TOKENS, id_token: sign(claims), ...tokens });
  return client.handleRedirect(responseOf(state));
}

/** What a provider was asked, as "METHOD /path", in the order of the alphabet. */
export const asked = ({ requests }) => requests.map(({ method, url }) => `${method} ${url}`).sort();

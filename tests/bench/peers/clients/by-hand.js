// What a page does without a library: PKCE, state and nonce, and the checks that take no key.
import { keep, take } from "../pages/kept.js";
import { metadata, settings } from "../pages/settings.js";

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

export const open = () => undefined;

export const login = async () => location.assign(await authorize());

export async function authorize() {
  const [state, nonce, codeVerifier] = [random(), random(), random()];
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier));
  keep(state, { codeVerifier, nonce });
  const parameters = new URLSearchParams({
    client_id: settings.clientId,
    redirect_uri: settings.redirectUri,
    response_type: "code",
    scope: settings.scope,
    code_challenge: base64url(new Uint8Array(hash)),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  return `${metadata.authorization_endpoint}?${parameters}`;
}

export async function finish() {
  const { codeVerifier, nonce } = take();
  const parameters = new URLSearchParams(location.search);
  requireThat(parameters.get("iss") === metadata.issuer, "The response is another issuer's.");
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: settings.clientId,
    redirect_uri: settings.redirectUri,
    code: parameters.get("code"),
    code_verifier: codeVerifier,
  });
  const response = await fetch(metadata.token_endpoint, { method: "POST", body: form });
  requireThat(response.ok, "The code was refused.");
  const { id_token: idToken } = await response.json();
  return subjectOf(idToken, nonce);
}

function subjectOf(idToken, expectedNonce) {
  const [, payload] = idToken.split(".");
  const { iss, aud, exp, nonce, sub } = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
  const isForUs = iss === metadata.issuer && aud === settings.clientId && nonce === expectedNonce;
  requireThat(isForUs && exp * 1000 > Date.now(), "The ID token is not for this login.");
  return sub;
}

function requireThat(condition, message) {
  if (!condition) throw new Error(message);
}

import { createBankidBackend } from "consentkey/server";
import { json, startProvider } from "./provider.js";
import { newSigner } from "./signer.js";

/** A client whose name and secret are changed by the form encoding of RFC 6749 section 2.3.1. */
export const CLIENT = { clientId: "bank client", clientSecret: "s:e&c=r€t/+" };

/** The documented answer to client credentials. */
export const TOKEN = { access_token: "eyJ-signdoc", expires_in: 300, token_type: "Bearer", scope: "signdoc/read_write" };

/** Answers with another token to each request: "token-1", "token-2" and so on. */
export function numberedTokens(more) {
  let number = 0;
  return (request, response) => json({ ...TOKEN, access_token: `token-${(number += 1)}`, ...more })(request, response);
}

const REALM = "/realms/current";
export const TOKEN_PATH = `${REALM}/token`;
const signer = newSigner("ES256", "realm-key");

/**
 * A realm with SignDoc that answers as it is told; see `startProvider`.
 *
 * @param {object} [answers] beside discovery, key set and token endpoint
 * @returns {Promise<object>} what `startProvider` gives, with `issuer`, the changeable `answers` and `description`,
 *   `sign(claims)` for a JWT of the realm's, and `tokenRequests()`
 */
export async function startRealm(answers = {}) {
  const table = {
    [`GET ${REALM}/.well-known/openid-configuration`]: (request, response) => json(realm.description)(request, response),
    [`GET ${REALM}/certs`]: json({ keys: [signer.jwk] }),
    [`POST ${TOKEN_PATH}`]: json(TOKEN),
    ...answers,
  };
  const provider = await startProvider(table);
  const issuer = provider.origin + REALM;
  const realm = {
    ...provider,
    issuer,
    answers: table,
    description: {
      issuer,
      authorization_endpoint: `${issuer}/precheck/auth`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${provider.origin}/userinfo`,
      end_session_endpoint: `${issuer}/logout`,
      jwks_uri: `${issuer}/certs`,
      "signdoc-baseurl": `${provider.origin}/base`,
    },
    sign: signer.sign,
    tokenRequests: () => provider.requests.filter(({ url }) => url === TOKEN_PATH),
  };
  return realm;
}

/** A back end of that realm. */
export const backendOf = ({ issuer }, { endpoints, ...options } = {}) =>
  createBankidBackend({ ...CLIENT, endpoints: { issuer, ...endpoints }, ...options });

/** An ID token of that realm's, for that client. */
export function idTokenOf({ issuer, sign }, claims) {
  const now = Math.floor(Date.now() / 1000);
  const { clientId } = CLIENT;
  return sign({ iss: issuer, aud: clientId, azp: clientId, typ: "ID", sub: "kari", exp: now + 300, iat: now, ...claims });
}

/** The claims of the documented access token. */
export function accessTokenClaims({ issuer }) {
  const now = Math.floor(Date.now() / 1000);
  return {
    jti: "0cd01f9a",
    exp: now + 300,
    nbf: 0,
    iat: now,
    iss: issuer,
    aud: ["signdoc"],
    sub: "fccee936",
    typ: "Bearer",
    azp: CLIENT.clientId,
    resource_access: { signdoc: { roles: ["read_write"] } },
  };
}

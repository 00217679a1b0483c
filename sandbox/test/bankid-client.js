import { pkce, REDIRECT_URI } from "./client.js";
import { Browser } from "./browser.js";

/** @returns {string} the value of an `Authorization` header (RFC 6749 section 2.3.1) */
export function basic({ clientId, clientSecret }) {
  const encoded = (text) => new URLSearchParams({ "": text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encoded(clientId)}:${encoded(clientSecret)}`).toString("base64")}`;
}

/** Sends a token request as a client of the realm, authenticated as it is registered. */
export async function askRealm({ bankid }, fields, clientId = "demo-bank", headers = {}) {
  const client = bankid.clients[clientId];
  const isBasic = client.tokenEndpointAuthMethod === "client_secret_basic";
  const own = isBasic ? {} : { client_id: clientId, ...(client.clientSecret && { client_secret: client.clientSecret }) };
  const response = await fetch(bankid.endpoints.token, {
    method: "POST",
    headers: { ...(isBasic && { authorization: basic(client) }), ...headers },
    body: new URLSearchParams({ ...own, ...fields }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** A token for SignDoc. */
export async function signdocToken(sandbox, clientId) {
  const { body } = await askRealm(sandbox, { grant_type: "client_credentials", scope: "signdoc/read_write" }, clientId);
  return body.access_token;
}

/** Calls SignDoc. */
export async function callSigndoc({ bankid }, method, path, { token, body, type = "application/json", ...headers } = {}) {
  const response = await fetch(`${bankid.endpoints.signdoc}/signdoc${path}`, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { "content-type": type }), ...headers },
    body: typeof body === "object" ? JSON.stringify(body) : body,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** @returns {{ url: string, verifier: string }} an authorization request; a parameter given as undefined is left out */
export function realmRequest({ bankid }, parameters) {
  const { verifier, challenge } = pkce();
  const all = {
    client_id: "demo-bank",
    redirect_uri: REDIRECT_URI,
    response_type: "code",
    scope: "openid",
    state: "the state",
    nonce: "the nonce",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...parameters,
  };
  const sent = Object.entries(all).filter(([, value]) => value !== undefined);
  return { url: `${bankid.endpoints.authorization}?${new URLSearchParams(sent)}`, verifier };
}

/** Sends a page's form with the fields that a user has filled in. */
export const submit = (browser, page, fields) => browser.open(page.url, { method: "POST", body: new URLSearchParams(fields) });

/** Signs in, and signs where there is an order; answers the response's parameters. */
export async function throughBankid(sandbox, parameters, { browser = new Browser(sandbox), user = "Kari Nordmann" } = {}) {
  const { url, verifier } = realmRequest(sandbox, parameters);
  let page = await browser.open(url);
  if (!page.left && page.text.includes(user)) page = await browser.press(page, user);
  if (!page.left && page.text.includes(">Sign<")) page = await submit(browser, page, { understood: "yes", decision: "sign" });
  if (!page.left && page.text.includes("Continue")) page = await browser.press(page, "Continue");
  return { response: Object.fromEntries(page.left?.searchParams ?? []), page, verifier };
}

/** A whole sign-in, up to the tokens. */
export async function identify(sandbox, { client_id: clientId = "demo-bank", ...parameters } = {}, options) {
  const { response, verifier } = await throughBankid(sandbox, { client_id: clientId, ...parameters }, options);
  const fields = { grant_type: "authorization_code", code: response.code, redirect_uri: REDIRECT_URI, code_verifier: verifier };
  return { response, ...(await askRealm(sandbox, fields, clientId)) };
}

import { createHash, randomBytes } from "node:crypto";
import { startSandbox } from "../src/index.js";
import { Browser } from "./browser.js";

export const REDIRECT_URI = "http://127.0.0.1:5173/callback?from=netid";
export const PAGE_ORIGIN = "http://127.0.0.1:5173";

/** Starts a sandbox that ends with the test, however that ends. */
export async function startFor(test, options) {
  const sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI], ...options });
  test.after(() => sandbox.close());
  return sandbox;
}

/** @returns {{ verifier: string, challenge: string }} PKCE values (RFC 7636) */
export function pkce() {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** @returns {string} the address of an authorization request; a parameter given as undefined is left out */
export function authorizationUrl(sandbox, parameters) {
  const { challenge, ...rest } = parameters;
  const all = {
    client_id: "demo-rs256",
    redirect_uri: REDIRECT_URI,
    response_type: "code",
    state: "the state",
    ...(challenge && { code_challenge: challenge, code_challenge_method: "S256" }),
    ...rest,
  };
  const sent = Object.entries(all).filter(([, value]) => value !== undefined);
  return `${sandbox.endpoints.authorization}?${new URLSearchParams(sent)}`;
}

/** Walks through sign-in and approval, whichever is shown, and returns the response's parameters. */
export async function authorize(sandbox, parameters, { browser = new Browser(sandbox), user = "Mia Sommer" } = {}) {
  let page = await browser.open(authorizationUrl(sandbox, parameters));
  for (const button of [user, "Allow"]) {
    if (!page.left && page.text.includes(button === "Allow" ? ">Allow<" : "Cancel")) {
      page = await browser.press(page, button);
    }
  }
  return Object.fromEntries(page.left.searchParams);
}

/** Sends a token request; the fields replace or add to the usual ones, undefined leaves one out. */
export async function requestToken(sandbox, fields, headers = {}) {
  const all = { grant_type: "authorization_code", client_id: "demo-rs256", redirect_uri: REDIRECT_URI, ...fields };
  const response = await fetch(sandbox.endpoints.token, {
    method: "POST",
    headers,
    body: new URLSearchParams(Object.entries(all).filter(([, value]) => value !== undefined)),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Runs a whole login of a public client. */
export async function logIn(sandbox, parameters, options) {
  const { verifier, challenge } = pkce();
  const response = await authorize(sandbox, { challenge, ...parameters }, options);
  const token = await requestToken(sandbox, {
    client_id: parameters.client_id ?? "demo-rs256",
    code: response.code,
    code_verifier: verifier,
  });
  return { response, ...token };
}

/** Asks userinfo with a bearer token. */
export async function userinfo(sandbox, accessToken, headers = {}) {
  const response = await fetch(sandbox.endpoints.userinfo, { headers: { ...headers, authorization: `Bearer ${accessToken}` } });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

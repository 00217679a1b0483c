import { createNetidClient } from "consentkey";
import { listen } from "./listen.js";

/** The page of the clients that `clientOf` makes. */
export const PAGE = "https://publisher.example/";

/**
 * A provider that answers as it is told, and remembers what it was asked.
 *
 * @param {Record<string, (request: object, response: import("node:http").ServerResponse) => unknown>} answers
 *   by method and path, e.g. "POST /token"; anything else is answered with 404 and counts as unexpected
 * @returns {Promise<{ origin: string, requests: object[], unexpected: string[], close: () => Promise<void> }>}
 */
export async function startProvider(answers) {
  const requests = [];
  const unexpected = [];
  const { port, close } = await listen(async (incoming, response) => {
    const body = (await incoming.setEncoding("utf8").toArray()).join("");
    const { method, url, headers } = incoming;
    const answer = answers[`${method} ${url}`];
    requests.push({ method, url, headers, body });
    if (answer) return answer({ headers, body }, response);
    unexpected.push(`${method} ${url}`);
    response.writeHead(404).end();
  });
  return { origin: `http://127.0.0.1:${port}`, requests, unexpected, close };
}

/** An answer with a JSON body. */
export const json = (body, status = 200) => (_, response) =>
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));

/** The documented answer to flow "permission". */
export const GRANTED = {
  access_token: "eyJ-permission",
  scope: "permission_management",
  token_type: "Bearer",
  expires_in: 499,
};

/** A netID client whose addresses are the provider's. */
export function clientOf({ origin }, options) {
  const endpoints = {
    issuer: `${origin}/`,
    authorization: `${origin}/authorize`,
    token: `${origin}/token`,
    userinfo: `${origin}/userinfo`,
  };
  return createNetidClient({ clientId: "client", redirectUri: PAGE, endpoints, storage: "memory", ...options });
}

/** Starts a login and gives the address that answers it. */
export function callbackOf(client, options, code = "the-code") {
  return `${PAGE}?code=${code}&state=${client.authorize(options).state}`;
}

/** An unsigned ID token with good claims, or with those given. */
export function idToken({ origin }, url, claims) {
  const now = Math.floor(Date.now() / 1000);
  const nonce = new URL(url).searchParams.get("nonce");
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const all = { iss: `${origin}/`, aud: "client", sub: "user", exp: now + 300, iat: now, nonce, ...claims };
  return `${part({ alg: "none" })}.${part(all)}.`;
}

/** The code of the error that `work` ends with; "none" when it ends well. */
export async function codeOf(work) {
  try {
    await (typeof work === "function" ? work() : work);
    return "none";
  } catch (error) {
    return error.code ?? error;
  }
}

import { readFile } from "node:fs/promises";

/**
 * The clients, in the order of the tables. Each has a module of its name in `tests/bench/peers/clients`.
 *
 * @typedef {object} Client
 * @property {string} name
 * @property {string} [packageName] where it is not the name
 * @property {"ours" | "full" | "partly" | "requests"} kind a `full` client does a whole login with the checks of
 *   OpenID Connect that it has; "partly" checks less than any of those; "requests" builds requests alone
 * @property {boolean} [checksSignature] whether the ID token's signature is checked
 * @property {string} setup how it is used here
 *
 * @type {Client[]}
 */
export const CLIENTS = [
  {
    name: "consentkey",
    kind: "ours",
    checksSignature: true,
    setup: "`createClient` with `issuer` and `endpoints`, so that nothing is discovered; `redirect()`, `handleRedirect()`, `authorize()`.",
  },
  {
    name: "auth0-spa-js",
    packageName: "@auth0/auth0-spa-js",
    kind: "full",
    setup:
      "`Auth0Client`. It takes no metadata and needs none: the provider has Auth0's paths. It keeps one login, the last: more " +
      "than one are never pending.",
  },
  {
    name: "keycloak-js",
    kind: "full",
    setup:
      "`oidcProvider` is the metadata itself. `checkLoginIframe: false`, since other providers have no such frame. What is " +
      "pending is in `localStorage`, the only place that it has for it.",
  },
  {
    name: "oauth4webapi",
    kind: "full",
    checksSignature: true,
    setup:
      "The calls of its example for OpenID Connect with `state` and `nonce`, on an `AuthorizationServer` made of the metadata, and " +
      "`validateApplicationLevelSignature`. What is pending is kept by hand, in `sessionStorage`, one entry for each state.",
  },
  {
    name: "oidc-client-ts",
    kind: "full",
    setup:
      "`UserManager` with `metadata`, and with `sessionStorage` as `stateStore`; `createSigninRequest` of `OidcClient` for `authorize()`. " +
      "It sends no `nonce` by itself.",
  },
  {
    name: "openid-client",
    kind: "full",
    checksSignature: true,
    setup:
      "The calls of its README with `state` and `nonce`, on a `Configuration` made of the metadata, and " +
      "`enableNonRepudiationChecks`. What is pending is kept by hand, as for oauth4webapi.",
  },
  {
    name: "arctic",
    kind: "requests",
    setup: "`OAuth2Client`, for requests alone: it is made for servers. It has no `nonce`. What is pending is kept by hand.",
  },
  {
    name: "by-hand",
    kind: "partly",
    setup:
      "No library: `crypto.subtle`, `URLSearchParams` and `fetch` in some 70 lines, with state, nonce, `iss`, audience and expiry " +
      "checked, and no signature.",
  },
];

/** The clients that do a whole login. */
export const LOGIN_CLIENTS = CLIENTS.filter(({ kind }) => kind !== "requests");

const OURS = new URL("../../../pkg/package.json", import.meta.url);
const installed = (name) => new URL(`../peers/node_modules/${name}/package.json`, import.meta.url);

/** The versions of the clients that are packages, by name. */
export async function versions() {
  const packages = CLIENTS.filter(({ name }) => name !== "by-hand");
  const entries = packages.map(async ({ name, packageName = name }) => {
    const file = name === "consentkey" ? OURS : installed(packageName);
    return [name, JSON.parse(await readFile(file, "utf8")).version];
  });
  return Object.fromEntries(await Promise.all(entries));
}

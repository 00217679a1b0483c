import { readFile } from "node:fs/promises";

const installed = new URL("../../node_modules/", import.meta.url);

/** What the table says where a row can't be asked of a client. */
export const NOT_APPLICABLE = "n/a";

const STORAGE = "Where a sign-in waits for its response is left to the application.";
const storageRows = ["handledTwice", "handledAgain", "twoSignIns"].map((name) => `response.${name}`);
const leftToApplication = Object.fromEntries(
  [...storageRows, "surroundings.waitingVerifier", "surroundings.storedVerifier"].map((id) => [id, STORAGE]),
);
const NO_DISCOVERY = "It reads no discovery document: addresses and issuer follow from `domain`.";

/**
 * The clients, in the order of the table's columns.
 *
 * @type {{ name: string, packageName?: string, setup: string, notApplicable: Record<string, string> }[]}
 *   `setup` says how each is used here, `notApplicable` by row why it can't be asked
 */
export const CLIENTS = [
  {
    name: "consentkey",
    setup: "`createClient` with `issuer`, `clientId`, `redirectUri` and `scope`.",
    notApplicable: {},
  },
  {
    name: "auth0-spa-js",
    packageName: "@auth0/auth0-spa-js",
    setup: "Made for Auth0, whose paths the provider has. `domain` with a scheme, since the provider is on loopback.",
    notApplicable: {
      "response.noIss": NO_DISCOVERY,
      "endpoints.discoveredIssuer": NO_DISCOVERY,
      "endpoints.httpEndpoint": NO_DISCOVERY,
      "endpoints.userinfoSub": "It does not ask the userinfo endpoint.",
    },
  },
  {
    name: "keycloak-js",
    setup:
      "Made for Keycloak; used with `oidcProvider`, which is for others. `checkLoginIframe: false`, since others have no such frame.",
    notApplicable: {},
  },
  {
    name: "oauth4webapi",
    setup:
      "The calls of its examples for public clients and OpenID Connect, with `state` and `nonce`. `allowInsecureRequests`, " +
      "since the provider is on loopback. Signatures are checked where the application calls `validateApplicationLevelSignature`.",
    notApplicable: leftToApplication,
  },
  {
    name: "oidc-client-ts",
    setup:
      "`UserManager`. `loadUserInfo: true` in the row about userinfo, which it does not ask otherwise. It sends a `nonce` " +
      "where the application gives it one.",
    notApplicable: {},
  },
  {
    name: "openid-client",
    setup:
      "The calls of its examples, with `state` and `nonce`. `allowInsecureRequests`, since the provider is on loopback. " +
      "Signatures are checked where the application calls `enableNonRepudiationChecks`.",
    notApplicable: leftToApplication,
  },
];

/** The versions of the other clients that are installed, by name. */
export async function versions() {
  const others = CLIENTS.filter(({ name }) => name !== "consentkey");
  return Object.fromEntries(await Promise.all(others.map(async ({ name, packageName = name }) => {
    const { version } = JSON.parse(await readFile(new URL(`${packageName}/package.json`, installed), "utf8"));
    return [name, version];
  })));
}

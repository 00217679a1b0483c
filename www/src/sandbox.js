/**
 * The local broker that the development server announces next to the page.
 * @typedef {object} Sandbox
 * @property {string} issuer
 * @property {Record<string, string>} endpoints
 * @property {Record<string, string>} endpointsWithoutCookies the Permission Center as a browser reaches it that blocks third-party cookies
 * @property {{ path: string, clientId: string }} [relay] the page's own server, which keeps tokens from it, and the client that it is at the broker
 * @property {Record<string, { clientId: string, idTokenAlg: string, tokenEndpointAuthMethod: string }>} [clients]
 */

/**
 * Reads where the local broker is.
 * @returns {Promise<Sandbox | null>} null when there is none
 */
export async function loadSandbox() {
  try {
    const response = await fetch("/sandbox.json", { headers: { accept: "application/json" } });
    if (!response.ok) return null;
    const sandbox = await response.json();
    return typeof sandbox?.endpoints === "object" ? sandbox : null;
  } catch {
    return null; // No sandbox, or a server that answers something else: the live broker remains.
  }
}

const live = ["https://einwilligungsspeicher.netid.de", "https://einwilligen.netid.de"];

/**
 * Where the Permission Center is: netID's own, the sandbox's, and what the page's own server makes of it.
 * @param {Sandbox | null} sandbox
 * @returns {string[]}
 */
export function permissionAddresses(sandbox) {
  const known = [sandbox?.endpoints, sandbox?.endpointsWithoutCookies].filter(Boolean);
  const relayed = sandbox?.relay ? [`${location.origin}${sandbox.relay.path}/permissions`] : [];
  return [...live, ...relayed, ...known.flatMap(({ permissionRead, permissionWrite }) => [permissionRead, permissionWrite])];
}

/**
 * The sandbox's clients that a page can use: those without a secret.
 * @param {Sandbox | null} sandbox
 * @returns {Array<{ clientId: string, idTokenAlg: string }>}
 */
export function publicClients(sandbox) {
  return Object.values(sandbox?.clients ?? {}).filter(({ tokenEndpointAuthMethod }) => tokenEndpointAuthMethod === "none");
}

import { isLoopback } from "../shared/loopback.js";

/** Which environment addresses belong to, as far as their hosts tell. */

/** Of netID, where `endpoints` says nothing else. */
export const BROKER = {
  issuer: "https://broker.netid.de/",
  authorization: "https://broker.netid.de/authorize",
  token: "https://broker.netid.de/token",
};

/** Of hosts, by provider, the first that fits counts. netID's Broker is the same in each of its environments. */
const HOSTS = {
  __proto__: null,
  netid: [["netID", /^broker\.netid\.de$/], ["qa", /\.qa\.netid\.de$/], ["live", /\.netid\.de$/]],
  bankid: [["current", /\.current\.bankid\.no$|^oidc-current\./], ["prod", /\.bankid\.no$/]],
};

/**
 * Where environments are mixed, what belongs to which, in words; undefined where all is of one.
 *
 * @param {"netid" | "bankid" | "plain"} provider
 * @param {object} options of the client
 * @param {Record<string, string>} defaults addresses of the Permission Center where `endpoints` has none
 */
export function mixture(provider, options, defaults) {
  if (!HOSTS[provider]) return undefined;
  const addresses = { ...(provider === "netid" && BROKER), ...defaults, ...options.endpoints };
  const found = new Map();
  for (const address of Object.values(addresses)) {
    const { hostname } = new URL(address);
    const [name] = isLoopback(hostname) ? ["local"] : (HOSTS[provider].find(([, hosts]) => hosts.test(hostname)) ?? []);
    if (name && !found.has(name)) found.set(name, hostname);
  }
  const isSplit = found.has("local") ? found.size > 1 : found.size > (found.has("netID") ? 2 : 1);
  const named = options.environment ?? (provider === "netid" ? "live" : "prod");
  const other = [...found.keys()].find((name) => !["local", "netID", named].includes(name));
  if (!isSplit && !other) return undefined;
  return [...Array.from(found, ([name, host]) => `${host} (${name})`), `\`environment\` is "${named}"`].join(", ");
}

import { ConsentKeyError } from "./error.js";
import { send } from "./send.js";

/** How long a description is believed, in milliseconds. */
const DESCRIPTION_LIFETIME = 60 * 60 * 1000;

/** Descriptions by their address: `{ found, until, last }`, the one asked for and the last one that was had. */
const descriptions = new Map();

/** Key sets by the address of the provider's description, shared by the clients of a page. */
const keySets = new Map();

/**
 * What the provider says about itself (OpenID Connect Discovery). Rejects with `discovery_failed`,
 * `issuer_mismatch` or `timeout`.
 */
export async function discover(responses) {
  const { status, body } = await send(responses.metadataRequest(), { unreachable: "discovery_failed" });
  return responses.readMetadata(status, body);
}

/**
 * As `discover`, but asks once an hour. Where the description can't be had, its last known text counts,
 * and where there is none, the addresses that the core knows.
 */
export async function discoverOrFallBack(responses) {
  const { url } = responses.metadataRequest();
  let entry = descriptions.get(url);
  // By a clock that nobody sets.
  const now = performance.now();
  if (!(now < entry?.until)) {
    entry = { found: discover(responses), until: now + DESCRIPTION_LIFETIME, last: entry?.last };
    descriptions.set(url, entry);
  }
  try {
    return (entry.last = await entry.found);
  } catch (error) {
    // The next one asks again.
    entry.until = 0;
    const fallback = entry.last ?? responses.fixedAddresses();
    // Another issuer's document is no outage.
    if (!fallback || error.code === "issuer_mismatch") throw error;
    return fallback;
  }
}

/**
 * The provider's keys: `current()` gives those at hand, fetched when there are none yet; `renew()`
 * fetches them anew, since keys rotate. Both answer JWKs and reject with `jwks_failed` or as
 * `discover` does.
 */
export function keySet(responses) {
  const name = responses.metadataRequest().url;
  const renew = () => {
    const keys = fetchKeys(responses);
    keySets.set(name, keys);
    // A failure is for those who wait for it now; the next one tries again.
    keys.catch(() => keySets.delete(name));
    return keys;
  };
  if (!keySets.has(name)) renew();
  return { current: () => keySets.get(name) ?? renew(), renew };
}

async function fetchKeys(responses) {
  const url = responses.jwks() ?? (await discover(responses)).endpoints.jwks;
  if (!url) throw new ConsentKeyError("discovery_failed", "The provider's discovery document names no key set.");
  // Asked for in the same way as the description.
  const { status, body } = await send({ ...responses.metadataRequest(), url }, { unreachable: "jwks_failed" });
  const keys = status === 200 && parsed(body)?.keys;
  if (Array.isArray(keys)) return keys;
  throw new ConsentKeyError("jwks_failed", "The provider's key set can't be read, so that no token can be checked.", {
    status,
  });
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

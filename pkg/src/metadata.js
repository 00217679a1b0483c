import { ConsentKeyError } from "./error.js";
import { send } from "./send.js";

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
  throw new ConsentKeyError("jwks_failed", "The provider's key set can't be read, so that no ID token can be checked.", {
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

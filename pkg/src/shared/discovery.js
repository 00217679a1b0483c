import { send } from "./send.js";
import { SharedWork } from "./shared-work.js";

/** How long a description is believed, in milliseconds. */
const DESCRIPTION_LIFETIME = 60 * 60 * 1000;

/** The last description that was had, by issuer: `{ found, until }`. */
const descriptions = new Map();
const work = new SharedWork();

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
  const { timeout } = responses.metadataRequest();
  // Not the address that it is asked for at, which two issuers may have in common.
  const issuer = responses.issuer();
  const last = descriptions.get(issuer);
  // By a clock that nobody sets.
  if (performance.now() < last?.until) return last.found;
  const ask = async () => {
    const found = await discover(responses);
    descriptions.set(issuer, { found, until: performance.now() + DESCRIPTION_LIFETIME });
    return found;
  };
  try {
    return await work.do(issuer, ask, { patience: timeout });
  } catch (error) {
    const fallback = last?.found ?? responses.fixedAddresses();
    // Another issuer's document is no outage.
    if (!fallback || error.code === "issuer_mismatch") throw error;
    return fallback;
  }
}

import { core } from "./core.js";
import { ConsentKeyError } from "./error.js";
import { discover } from "./discovery.js";
import { send } from "./send.js";
import { SharedWork } from "./shared-work.js";

/** What the core says of keys at hand, and of a token that none of them has signed: see its `oauth::key_set`. */
const [FETCH, USE, , USE_AND_RENEW] = Array(4).keys();
const [JOIN, ASK, , FAIL] = Array(4).keys();

/** Nobody has nearly as many. */
const MOST_KEYS = 500;

/**
 * Key sets by their own address, for all clients of a page or process: `keys`, `fetchedAt`; `askedAt`, when an
 * unknown key last was the reason to ask; and of the last time that they could not be had, `failedAt`, `failure`.
 */
const keySets = new Map();

/** Where the key set of an issuer is: `{ url, fetchedAt }`. */
const addresses = new Map();

const work = new SharedWork();

/** By a clock that nobody sets. */
const clock = () => performance.now();

const atHand = ({ fetchedAt, askedAt = -Infinity, failedAt = -Infinity }, isUnderWay = false) =>
  core().keysAtHand(fetchedAt, askedAt, failedAt, clock(), isUnderWay);

/**
 * The provider's keys, for one token. Where there are none at hand, they are asked for at once.
 *
 * @returns {{ current: () => Promise<object[]>, renew: () => Promise<object[]> }} `current` gives JWKs, and
 *   `renew`, for a token that none of these has signed, those that came since. Both reject with `jwks_failed` or
 *   as `discover` does
 */
export function keySet(source) {
  const first = keysAtHand(source);
  // Nobody may want them: a code that is refused has no token.
  first.catch(() => {});
  return {
    current: async () => (await first).keys,
    renew: async () => keysSince(await first, source),
  };
}

/** The keys to begin with, and whether they were fetched just now. */
async function keysAtHand(source) {
  const kept = keptFor(source);
  const whatToDo = kept ? atHand(kept, work.isUnderWay(nameOf(source))) : FETCH;
  if (whatToDo === FETCH) return { keys: await fetched(source), isNew: true };
  const old = { keys: kept.keys, isNew: false };
  if (whatToDo === USE) return old;
  const renewed = fetched(source).then((keys) => ({ keys, isNew: true }));
  const instead = renewed.catch((error) => {
    // Another issuer's document is no outage.
    if (error.code === "issuer_mismatch") throw error;
    return old;
  });
  if (whatToDo !== USE_AND_RENEW) return instead;
  instead.catch(() => {});
  return old;
}

/** What there is beside the keys that did not sign a token: a newer set, fetched for it if need be. */
async function keysSince({ keys, isNew }, source) {
  const kept = keptFor(source);
  if (kept && kept.keys !== keys) return kept.keys;
  if (isNew || !kept) {
    // They were fetched for this token, which makes it the one that caused it.
    if (kept) kept.askedAt = clock();
    return [];
  }
  const { fetchedAt, askedAt, failedAt } = kept;
  const whatToDo = core().keysForUnsigned(fetchedAt, askedAt, failedAt, clock(), work.isUnderWay(nameOf(source)));
  if (whatToDo === FAIL) throw kept.failure;
  if (whatToDo === ASK) kept.askedAt = clock();
  return whatToDo === ASK || whatToDo === JOIN ? fetched(source) : [];
}

const nameOf = (source) => JSON.stringify([source.jwks(), source.issuer()]);

const keptFor = (source) => keySets.get(source.jwks() ?? addresses.get(source.issuer())?.url);

/** Fetches the keys, once for all who want them at the same time. */
function fetched(source) {
  const ask = async () => {
    const kept = keptFor(source);
    try {
      const url = source.jwks() ?? (await addressOf(source));
      const keys = await fetchKeys({ ...source.metadataRequest(), url });
      keep(url, keys);
      return keys;
    } catch (error) {
      if (kept) Object.assign(kept, { failure: error, failedAt: clock() });
      else addresses.delete(source.issuer());
      throw error;
    }
  };
  // One request for the address, one for the keys.
  return work.do(nameOf(source), ask, { patience: 2 * source.metadataRequest().timeout });
}

async function addressOf(source) {
  const issuer = source.issuer();
  const known = addresses.get(issuer);
  if (known && atHand(known) === USE) return known.url;
  const url = (await discover(source)).endpoints.jwks;
  if (!url) throw new ConsentKeyError("discovery_failed", "The provider's discovery document names no key set.");
  addresses.set(issuer, { url, fetchedAt: clock() });
  return url;
}

function keep(url, keys) {
  for (const [other, kept] of keySets) if (atHand(kept) === FETCH) keySets.delete(other);
  const { askedAt = -Infinity } = keySets.get(url) ?? {};
  keySets.set(url, { keys, fetchedAt: clock(), askedAt, failedAt: -Infinity });
}

async function fetchKeys(request) {
  const { status, body } = await send(request, { unreachable: "jwks_failed" });
  const keys = status === 200 && parsed(body)?.keys;
  if (Array.isArray(keys)) return keys.slice(0, MOST_KEYS);
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

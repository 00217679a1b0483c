import { TEXT, optionsOf, refused } from "../shared/options.js";
import { parsed } from "../shared/address.js";

/** What hosts leave out of a path, or add to it. */
const MOVED = /(\/index)?(\.html?)?\/?$/;

/**
 * Whether an address looks like an authorization response. Needs no core, so that a page can tell at once; the core
 * decides later, by the logins that wait.
 */
export function isRedirectResponse(url = globalThis.location?.href, options) {
  const { redirectUri } = optionsOf(options, { redirectUri: TEXT });
  if (!redirectUri) throw refused("redirectUri", "given");
  const [address, page] = [parsed(url), parsed(redirectUri)];
  if (!address || !page) return false;
  const isThere = placeOf(address) === placeOf(page);
  return isThere && [address.search, address.hash].some((part) => holdsResponse(part.slice(1)));
}

/** Applications have schemes of their own, and browsers no common view of what follows. */
function placeOf({ protocol, host, pathname }) {
  return /^https?:$/.test(protocol) ? host + pathname.replace(MOVED, "") + protocol : protocol;
}

function holdsResponse(part) {
  const said = new URLSearchParams(part);
  return said.has("state") && (said.has("code") || said.has("error"));
}

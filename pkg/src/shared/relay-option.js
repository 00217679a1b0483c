import { isLoopback } from "./loopback.js";
import { kind } from "./options.js";

const WANTED = "an address: https, http on loopback, or one of the page's own site, without a query or fragment";

/** The option `relay`: its address in full, without a slash at its end. */
export const RELAY = kind(WANTED, (value) => {
  const page = globalThis.location?.href;
  const { href, protocol, hostname, origin, search, hash, username } = new URL(value, page);
  const isLocal = protocol === "http:" && isLoopback(hostname);
  const isFit = protocol === "https:" || isLocal || (page && origin === new URL(page).origin);
  return isFit && !search && !hash && !username ? href.replace(/\/+$/, "") : undefined;
});

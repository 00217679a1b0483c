import { parsed } from "./address.js";
import { wireForm } from "./form.js";

/** Numbers of seconds, which the core takes in whole milliseconds. */
const SECONDS = ["transactionLifetime", "timeout", "clockTolerance"];

/** The options, and what discovery found, as the core takes them: of two members with one name the first counts. */
export function settingsForm(provider, { endpoints, scope, storage, trustedAudiences, ...options }, found) {
  const own = {
    ...options,
    ...endpoints,
    provider,
    page: parsed(options.redirectUri)?.href,
    scope: scope?.join(" "),
    trustedAudiences: trustedAudiences?.map(encodeURIComponent).join(" "),
  };
  for (const name of SECONDS) {
    if (Object.hasOwn(own, name)) own[name] = Math.min(Math.floor(own[name] * 1000), Number.MAX_SAFE_INTEGER);
  }
  const { endpoints: addresses, issParameterSupported } = found ?? { __proto__: null };
  return `${wireForm(own)}&${wireForm({ ...addresses, issRequired: issParameterSupported ? 1 : null })}`;
}

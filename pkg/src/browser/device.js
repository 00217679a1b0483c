/** What can be told of this browser and device by looking. */

/** Whether a storage can be read at all. */
export function isUsable(storage) {
  try {
    storage.getItem("consentkey");
    return true;
  } catch {
    return false;
  }
}

/** By how many seconds this device's clock is fast at least, negative where it is slow; undefined where none is told. */
export function skewOf(answer) {
  const headers = answer?.response.headers;
  const said = Date.parse(headers?.get("date"));
  if (Number.isNaN(said)) return undefined;
  // A cache tells whole seconds more.
  const age = Number(headers.get("age")) || 0;
  const earliest = said + age * 1000;
  const latest = earliest + (age ? 2000 : 1000);
  return (Math.max(answer.sentAt - latest, 0) - Math.max(earliest - answer.receivedAt, 0)) / 1000;
}

/** Whether cookies of that address are no third party's here. Of hosts like netID's the last two labels are the site. */
export function isSameSite(url) {
  const { hostname } = new URL(url);
  const site = /[a-z]$/.test(hostname) ? hostname.split(".").slice(-2).join(".") : hostname;
  return location.hostname === site || location.hostname.endsWith(`.${site}`) || location.hostname === hostname;
}

/** Safari and Firefox keep cookies of other sites back, or apart, unless told otherwise. */
export function blocksByDefault() {
  return /^Apple/.test(navigator.vendor) || /Firefox\//.test(navigator.userAgent);
}

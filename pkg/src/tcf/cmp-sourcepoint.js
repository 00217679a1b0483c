import { ConsentKeyError } from "../shared/error.js";

const ORIGIN = "https://cdn.privacy-mgmt.com";

export function sourcepoint({ propertyId, origin = ORIGIN } = {}) {
  return { inject: (tcString) => inject(tcString, propertyId ?? knownId(), origin) };
}

/** As the script of Sourcepoint on this page knows the property. */
function knownId() {
  const { _sp_ } = globalThis;
  return _sp_?.metricData?.propertyId ?? _sp_?.config?.propertyId;
}

/** Merges a TC string into the consent that Sourcepoint keeps on its servers, and has its script ask them anew. */
async function inject(tcString, propertyId, origin) {
  const [, consentUUID] = /(?:^|; )consentUUID=([^;]*)/.exec(document.cookie) ?? [];
  if (!propertyId || !consentUUID) {
    throw new ConsentKeyError("config_invalid", "Sourcepoint has no `propertyId`, or no cookie consentUUID yet.");
  }
  const url = `${origin}/consent/tcfv2/consent/v3/${encodeURIComponent(propertyId)}/tcstring?consentUUID=${consentUUID}`;
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  const { ok, status } = await fetch(url, { method: "POST", headers, body: JSON.stringify({ euconsent: tcString }) });
  if (!ok) throw new ConsentKeyError("config_invalid", "Sourcepoint refuses the TC string: it has to allow your CMP id.", { status });
  try {
    // Kept from before the merge.
    localStorage.removeItem(`_sp_user_consent_${propertyId}`);
  } catch {
    // Then nothing is.
  }
  // Elsewhere than in a single-page application the next page has it.
  if (globalThis._sp_?.config?.isSPA) _sp_.executeMessaging?.();
}

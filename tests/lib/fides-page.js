import { readFile } from "node:fs/promises";
import { at } from "../../scripts/lib/paths.mjs";
import { FIDES } from "../../scripts/lib/programs.mjs";

/** What the page's vendors ask for. */
export const PURPOSES = [1, 3, 4, 7];
const VENDORS = [2, 8];

const byId = (ids, make) => Object.fromEntries(ids.map((id) => [id, make(id)]));
const described = (id) => ({ id, name: `Purpose ${id}`, description: `What purpose ${id} is for.`, illustrations: [] });

/** A vendor list of our own making, in the form of the IAB's. */
const GVL = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 1,
  tcfPolicyVersion: 5,
  lastUpdated: "2026-01-01T00:00:00Z",
  purposes: byId(Array.from({ length: 11 }, (_, index) => index + 1), described),
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  dataCategories: {},
  vendors: byId(VENDORS, (id) => ({
    id,
    name: `Vendor ${id}`,
    purposes: PURPOSES,
    legIntPurposes: [],
    flexiblePurposes: [],
    specialPurposes: [],
    features: [],
    specialFeatures: [],
    cookieMaxAgeSeconds: 3600,
    usesCookies: true,
    cookieRefresh: false,
    usesNonCookieAccess: false,
    dataRetention: { stdRetention: 30, purposes: {}, specialPurposes: {} },
    urls: [{ langId: "en", privacy: `https://vendor-${id}.example/` }],
    dataDeclaration: [],
    deviceStorageDisclosureUrl: `https://vendor-${id}.example/storage.json`,
  })),
};

/** What Fides' server tells a page in the EU: the texts, purposes and vendors of its banner. */
const EXPERIENCE = {
  id: "experience",
  region: "de",
  component: "tcf_overlay",
  meta: { version_hash: "first" },
  minimal_tcf: false,
  vendor_count: VENDORS.length,
  available_locales: ["en"],
  experience_config: {
    id: "config",
    component: "tcf_overlay",
    dismissable: false,
    auto_detect_language: false,
    translations: [
      {
        language: "en",
        is_default: true,
        title: "Your choices",
        description: "We and our vendors would like to use cookies.",
        banner_title: "Your choices",
        banner_description: "We and our vendors would like to use cookies.",
        accept_button_label: "Opt in to all",
        reject_button_label: "Opt out of all",
        save_button_label: "Save",
        acknowledge_button_label: "OK",
        privacy_preferences_link_label: "Manage preferences",
        purpose_header: "What for",
        modal_link_label: "Privacy",
        privacy_experience_config_history_id: "history",
      },
    ],
  },
  privacy_notices: [],
  gvl: GVL,
  tcf_purpose_consents: PURPOSES.map((id) => ({
    ...described(id),
    data_uses: [],
    default_preference: "opt_out",
    vendors: VENDORS.map((vendor) => ({ id: `gvl.${vendor}`, name: `Vendor ${vendor}` })),
    systems: [],
  })),
  tcf_purpose_legitimate_interests: [],
  tcf_special_purposes: [],
  tcf_features: [],
  tcf_special_features: [],
  tcf_vendor_consents: VENDORS.map((id) => ({
    id: `gvl.${id}`,
    has_vendor_id: true,
    name: `Vendor ${id}`,
    default_preference: "opt_out",
    purpose_consents: PURPOSES.map((purpose) => ({ id: purpose, name: `Purpose ${purpose}` })),
  })),
  tcf_vendor_legitimate_interests: [],
  tcf_vendor_relationships: VENDORS.map((id) => ({
    id: `gvl.${id}`,
    has_vendor_id: true,
    name: `Vendor ${id}`,
    special_purposes: [],
    features: [],
    special_features: [],
    cookie_max_age_seconds: 3600,
    uses_cookies: true,
    uses_non_cookie_access: false,
  })),
  tcf_system_consents: [],
  tcf_system_legitimate_interests: [],
  tcf_system_relationships: [],
};

/** As `Fides.init()` takes it from whoever has no Fides server. Nothing leaves the page. */
const CONFIG = {
  consent: { options: [] },
  geolocation: { country: "de", location: "de" },
  options: {
    debug: false,
    tcfEnabled: true,
    isOverlayEnabled: true,
    isPrefetchEnabled: false,
    isGeolocationEnabled: false,
    geolocationApiUrl: "",
    overlayParentId: null,
    modalLinkId: null,
    fidesDisableSaveApi: true,
    fidesDisableNoticesServedApi: true,
    fidesLocale: "en",
  },
};

/** The `inject` that the guide gives to sites with Fides. */
async function documentedInject() {
  const guide = await readFile(at("docs/guides/existing-cmp.md"), "utf8");
  const [inject] = guide.match(/^async function inject\(tcString\) \{\n(?: .*\n)+\}$/m) ?? [];
  if (!inject) throw new Error("docs/guides/existing-cmp.md has no inject() for Fides.");
  return inject;
}

/**
 * The body of a page with Fides, a CMP with a banner of its own, and `connectTcf`. It begins with `startFides()` and
 * `connectFides()`, in any order, and takes the Permission Center of the page's `client`.
 */
export async function fidesPage() {
  const code = await readFile(process.env.FIDES_PATH ?? FIDES.elsewhere[0], "utf8");
  return `<script>${code.replaceAll("</script", "<\\/script")}</script><script type="module">
    import { connectTcf } from "/consentkey/tcf.js";
    const getPrivacyExperienceFn = async () => (${JSON.stringify(EXPERIENCE)});
    const { options, ...config } = ${JSON.stringify(CONFIG)};
    const own = { privacyCenterUrl: location.origin, fidesApiUrl: location.origin, apiOptions: { getPrivacyExperienceFn } };
    globalThis.startFides = () => Fides.init({ ...config, options: { ...options, ...own } });

    const events = (globalThis.events = { injected: [], errors: [] });
    ${await documentedInject()}
    const injectAndTell = (tcString) => {
      events.injected.push(tcString);
      return inject(tcString);
    };
    globalThis.connectFides = () => {
      const onError = ({ code, statusCode }) => events.errors.push(statusCode ?? code);
      globalThis.connection = connectTcf(client.permissions, { inject: injectAndTell, onError });
    };
  </script>`;
}

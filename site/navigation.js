/**
 * Every page of the site in the order of the sidebar, in groups. A page's words are its headline.
 *
 * @type {Record<"en" | "de", { title: string, pages: string[] }[]>} pages without `.md`
 */
export const NAVIGATION = {
  en: [
    { title: "Start", pages: ["index", "before-you-start", "cookie-or-token", "guides/index"] },
    {
      title: "Banners",
      pages: ["guides/elements", "guides/new-banner", "guides/existing-cmp", "guides/third-party-cookies", "guides/relay", "guides/from-hand-written-code", "visitor-texts"],
    },
    {
      title: "Where it runs",
      pages: ["environments/page", "environments/script-tag", "environments/frameworks", "environments/tag-manager", "environments/server", "environments/edge", "browsers", "install"],
    },
    { title: "How it works", pages: ["flows", "redirect-popup-server", "guides/server-only", "guides/bankid", "scaling"] },
    { title: "Questions", pages: ["faq", "for-cmps", "comparison", "moving"] },
    { title: "When something fails", pages: ["errors", "diagnosis", "events"] },
    {
      title: "Reference",
      pages: ["package", "api/consentkey", "api/consentkey/tcf", "api/consentkey/elements", "api/consentkey/server", "api/consentkey/cmp/usercentrics", "api/consentkey/cmp/sourcepoint", "api/consentkey/cmp/consentmanager"],
    },
    {
      title: "About",
      pages: ["benchmarks", "conformance", "security", "sandbox", "changelog", "contributing", "decisions/index"],
    },
  ],
  de: [
    { title: "Anfang", pages: ["de/index", "de/before-you-start"] },
    { title: "Banner", pages: ["de/guides/elements", "de/guides/new-banner", "de/guides/existing-cmp", "de/guides/third-party-cookies", "de/guides/relay"] },
    { title: "Fragen", pages: ["de/faq"] },
  ],
};

/** Pages that another page leads to, and the sidebar does not. */
export const ASIDE = ["api/index", "decisions/base64", "decisions/getrandom-web-sys", "decisions/gloo-net", "decisions/serde-wasm-bindgen", "decisions/start-without-glue"];

/** Pages that a command writes: they are left out until it has. */
export const WRITTEN = ["benchmarks"];

/** What the sidebar calls a page, where that is not its headline. */
export const TITLES = { package: "Overview" };

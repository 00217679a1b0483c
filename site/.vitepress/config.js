import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { slugOf, titleOf } from "../../scripts/lib/docs/markdown.mjs";
import { NAVIGATION, TITLES } from "../navigation.js";
import { drawSequence } from "./sequence.js";

const PAGES = fileURLToPath(new URL("../pages/", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../pkg/dist/index.js", import.meta.url));

const ICON = readFileSync(fileURLToPath(new URL("../../www/public/favicon.svg", import.meta.url)), "utf8");

const fileOf = (page) => `${PAGES}${page}.md`;
const titleIn = (page) => TITLES[page] ?? titleOf(readFileSync(fileOf(page), "utf8"));
const linkTo = (page) => `/${page.replace(/(^|\/)index$/, "$1")}`;

const sidebar = (language) =>
  NAVIGATION[language].map(({ title, pages }) => ({
    text: title,
    items: pages.filter((page) => existsSync(fileOf(page))).map((page) => ({ text: titleIn(page), link: linkTo(page) })),
  }));

const GERMAN_SEARCH = {
  button: { buttonText: "Suchen", buttonAriaLabel: "Suchen" },
  modal: {
    displayDetails: "Mehr zeigen",
    resetButtonTitle: "Leeren",
    backButtonTitle: "Schließen",
    noResultsText: "Nichts gefunden für",
    footer: { selectText: "öffnen", navigateText: "auswählen", closeText: "schließen" },
  },
};

export default defineConfig({
  title: "consentkey",
  description: "netID's token and Permission Center for consent banners, and BankID",
  srcDir: "pages",
  head: [["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(ICON)}` }]],
  transformHead: ({ pageData, siteConfig }) => [
    ["link", { rel: "alternate", type: "text/markdown", href: siteConfig.site.base + pageData.relativePath }],
  ],
  // The first page has one screen, and needs it whole.
  transformPageData: (page) => (/^(de\/)?index\.md$/.test(page.relativePath) ? { frontmatter: { ...page.frontmatter, aside: false } } : {}),
  cleanUrls: true,
  ignoreDeadLinks: false,
  lastUpdated: false,
  markdown: {
    // The usual ones are too faint for many readers.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: slugOf },
    config: (md) => {
      const fence = md.renderer.rules.fence;
      md.renderer.rules.fence = (tokens, index, ...rest) =>
        tokens[index].info.trim() === "mermaid" ? drawSequence(tokens[index].content) : fence(tokens, index, ...rest);
    },
  },
  // What the page with the live sign-in loads.
  vite: { resolve: { alias: { consentkey: PACKAGE } }, build: { chunkSizeWarningLimit: 2000 }, logLevel: "error" },
  locales: {
    root: {
      label: "English",
      lang: "en",
      themeConfig: {
        nav: [
          { text: "Guides", link: "/guides/" },
          { text: "Errors", link: "/errors" },
          { text: "Reference", link: "/api/consentkey" },
          { text: "FAQ", link: "/faq" },
        ],
        sidebar: sidebar("en"),
      },
    },
    de: {
      label: "Deutsch",
      lang: "de",
      link: "/de/",
      description: "Token und Permission Center von netID für Consent-Banner, und BankID",
      themeConfig: {
        nav: [
          { text: "Anleitung", link: "/de/guides/new-banner" },
          { text: "Fragen", link: "/de/faq" },
          { text: "Referenz (Englisch)", link: "/api/consentkey" },
        ],
        sidebar: sidebar("de"),
        outline: { label: "Auf dieser Seite", level: [2, 3] },
        docFooter: { prev: "Zurück", next: "Weiter" },
        darkModeSwitchLabel: "Hell oder dunkel",
        lightModeSwitchTitle: "Hell",
        darkModeSwitchTitle: "Dunkel",
        sidebarMenuLabel: "Inhalt",
        returnToTopLabel: "Nach oben",
        langMenuLabel: "Sprache",
        skipToContentLabel: "Zum Inhalt",
      },
    },
  },
  themeConfig: {
    outline: [2, 3],
    search: {
      provider: "local",
      options: { locales: { de: { translations: GERMAN_SEARCH } } },
    },
  },
});

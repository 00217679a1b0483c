import { readFile, readdir } from "node:fs/promises";
import { posix } from "node:path";
import { at } from "../paths.mjs";
import { linksIn, withLinks } from "./markdown.mjs";

/** Pages of the documentation site that stand elsewhere in the repository than in `docs`. */
const ELSEWHERE = {
  "pkg/README.md": "package.md",
  "sandbox/README.md": "sandbox.md",
  "SECURITY.md": "security.md",
  "CHANGELOG.md": "changelog.md",
  "CONTRIBUTING.md": "contributing.md",
};

/** What leads to the repository's front page leads to the site's. */
const FRONT = "README.md";

const ASSET = /\.(png|svg|webp|jpg)$/;

/**
 * A page of the site.
 *
 * @typedef {object} Page
 * @property {string} source relative to the root of the repository
 * @property {string} path relative to the site, with `.md`
 * @property {string} text
 */

/**
 * The pages of the site that are written by hand, and the pictures beside them.
 *
 * @returns {Promise<{ pages: Page[], assets: { source: string, path: string }[] }>}
 */
export async function readSources() {
  const names = (await readdir(at("docs"), { recursive: true })).map((name) => name.replaceAll("\\", "/")).sort();
  const own = names.filter((name) => name.endsWith(".md")).map((name) => [`docs/${name}`, name.replace(/(^|\/)README\.md$/, "$1index.md")]);
  const pages = await Promise.all(
    [...own, ...Object.entries(ELSEWHERE)].map(async ([source, path]) => ({ source, path, text: await readFile(at(source), "utf8") })),
  );
  const assets = names.filter((name) => ASSET.test(name)).map((name) => ({ source: `docs/${name}`, path: name }));
  return { pages, assets };
}

/** Where a file of the repository is on the site, by its path; undefined where it isn't. */
export function placesOf({ pages, assets }) {
  const places = new Map([...pages, ...assets].map(({ source, path }) => [source, path]));
  places.set(FRONT, "index.md");
  return (source) => places.get(source);
}

/**
 * Where a relative link leads.
 *
 * @param {string} source of the page that has it
 * @param {string} target
 * @returns {{ file: string, anchor: string } | null} relative to the root of the repository; null for an address
 */
export function resolveLink(source, target) {
  if (/^([a-z]+:|\/)/i.test(target)) return null;
  const [path, anchor = ""] = decodeURI(target).split("#");
  return { file: path === "" ? source : posix.normalize(posix.join(posix.dirname(source), path)), anchor };
}

/**
 * A page with the links of the site: to its pages and pictures, and none to files that the site does not have.
 *
 * @param {Page} page
 * @param {(source: string) => string | undefined} placeOf
 */
export function forSite({ source, path, text }, placeOf) {
  return withLinks(text, ({ words, target, isImage }) => {
    const link = resolveLink(source, target);
    if (!link) return null;
    const place = placeOf(link.file);
    if (!place) return words;
    const way = place === path && link.anchor ? "" : relative(path, place);
    return `${isImage ? "!" : ""}[${words}](${way}${link.anchor ? `#${link.anchor}` : ""})`;
  });
}

function relative(from, to) {
  const way = posix.relative(posix.dirname(from), to);
  return way.startsWith(".") ? way : `./${way}`;
}

/**
 * What the relative links of the pages lead to.
 *
 * @param {Page[]} pages
 */
export function linksOf(pages) {
  return pages.flatMap(({ source, text }) =>
    linksIn(text).map(({ target }) => ({ source, target, link: resolveLink(source, target) })).filter(({ link }) => link),
  );
}

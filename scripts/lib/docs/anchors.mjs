import { readFile, readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { Failure } from "../steps.mjs";
import { anchorsIn, linksIn } from "./markdown.mjs";

/**
 * Sees that what leads to a place in a page of the built site finds it there. VitePress looks at pages only.
 *
 * @param {string} out folder of the built site, with the Markdown beside the pages, absolute
 * @throws {Failure} with all that is missing
 */
export async function requireAnchors(out) {
  const pages = (await readdir(out, { recursive: true })).map((name) => name.replaceAll("\\", "/")).filter((name) => name.endsWith(".md"));
  const ids = new Map(await Promise.all(pages.map(async (page) => [page, await idsIn(join(out, page.replace(/\.md$/, ".html")))])));
  const missing = [];
  for (const page of pages) {
    const text = await readFile(join(out, page), "utf8");
    for (const { target } of linksIn(text)) {
      const [path, anchor] = decodeURI(target).split("#");
      const file = path === "" ? page : posix.join(posix.dirname(page), path);
      if (anchor && ids.has(file) && !ids.get(file).has(anchor)) missing.push(`${page}: ${target}`);
    }
    // Headlines that others outside lead to, such as `docs` of an error.
    missing.push(...anchorsIn(text).filter((anchor) => !ids.get(page).has(anchor)).map((anchor) => `${page}#${anchor}`));
  }
  if (missing.length > 0) throw new Failure("These places are not in the built documentation: mend the links, then run `npm run docs`.", { output: missing.join("\n") });
}

async function idsIn(file) {
  const html = await readFile(file, "utf8");
  return new Set(Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id));
}

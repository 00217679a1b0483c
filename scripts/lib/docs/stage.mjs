import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { at } from "../paths.mjs";
import { forSite, placesOf, readSources } from "./pages.mjs";

/** Where VitePress finds the pages. */
export const STAGE = "site/pages";

/**
 * Lays the pages that are written by hand, with the links of the site, and the pictures.
 *
 * @param {string} [folder] absolute
 */
export async function stagePages(folder = at(STAGE)) {
  const sources = await readSources();
  const placeOf = placesOf(sources);
  await rm(folder, { recursive: true, force: true });
  for (const page of sources.pages) await put(join(folder, page.path), (file) => writeFile(file, forSite(page, placeOf)));
  for (const { source, path } of sources.assets) await put(join(folder, path), (file) => cp(at(source), file));
}

async function put(file, write) {
  await mkdir(dirname(file), { recursive: true });
  await write(file);
}

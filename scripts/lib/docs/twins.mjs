import { cp, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NAVIGATION, TITLES } from "../../../site/navigation.js";
import { at } from "../paths.mjs";
import { summaryOf, titleOf } from "./markdown.mjs";
import { STAGE } from "./stage.mjs";

const HEAD = `# consentkey

> An npm package that gives consent banners a netID token and netID's Permission Center, with a Rust core as WebAssembly: OAuth 2.0 with PKCE in the page, or through a relay on a server. It serves BankID (Norway) too.

Every page of the documentation is here as Markdown, at its address with \`.md\`. The repository's samples are compiled and run by its tests.
`;

/**
 * Lays the Markdown of each page beside its HTML, and an index of it for programs, llms.txt.
 *
 * @param {string} out folder of the built site, absolute
 * @param {string} [staged] folder of the pages, absolute
 */
export async function writeTwins(out, staged = at(STAGE)) {
  const pages = (await readdir(staged, { recursive: true })).filter((name) => name.endsWith(".md"));
  for (const page of pages) await cp(join(staged, page), join(out, page));
  await writeFile(join(out, "llms.txt"), await indexOf(staged, pages.map((name) => name.replaceAll("\\", "/"))));
}

async function indexOf(staged, pages) {
  const groups = Object.values(NAVIGATION).flat();
  const sections = await Promise.all(
    groups.map(async ({ title, pages: names }) => {
      const lines = await Promise.all(names.map((name) => `${name}.md`).filter((name) => pages.includes(name)).map((name) => lineFor(staged, name)));
      return `## ${title}\n\n${lines.join("\n")}\n`;
    }),
  );
  return [HEAD, ...sections].join("\n");
}

async function lineFor(staged, page) {
  const text = await readFile(join(staged, page), "utf8");
  const summary = summaryOf(text);
  return `- [${TITLES[page.replace(/\.md$/, "")] ?? titleOf(text)}](${page})${summary ? `: ${summary}` : ""}`;
}

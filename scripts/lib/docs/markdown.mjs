const FENCE = /^(`{3,})[\s\S]*?^\1$/m;
// Code in a line comes first, so that what looks like a link in it is none.
const LINK = /`[^`\n]+`|(!?)\[((?:[^[\]`]|`[^`]*`|\[[^\]]*\])*)\]\(([^()\s]*(?:\([^()]*\)[^()\s]*)*)\)/g;

/** A text in pieces, those of code at the odd places. */
const pieces = (text) => {
  const found = [];
  for (let rest = text; ; ) {
    const fence = rest.match(FENCE);
    if (!fence) return [...found, rest];
    found.push(rest.slice(0, fence.index), fence[0]);
    rest = rest.slice(fence.index + fence[0].length);
  }
};

const isLink = ({ target }) => target !== undefined;

const replaced = (link, replace) => (isLink(link) ? (replace(link) ?? link.whole) : link.whole);

const linkOf = ([whole, mark, words, target]) => ({ whole, words, target, isImage: mark === "!" });

/**
 * The links and pictures of a Markdown text, code left out.
 *
 * @param {string} text
 * @returns {{ words: string, target: string, isImage: boolean }[]}
 */
export function linksIn(text) {
  return pieces(text).filter((_, index) => index % 2 === 0).flatMap((piece) => Array.from(piece.matchAll(LINK), linkOf)).filter(isLink);
}

/**
 * The text with other links.
 *
 * @param {string} text
 * @param {(link: { words: string, target: string, isImage: boolean }) => string | null} replace null: it stays
 */
export function withLinks(text, replace) {
  const changed = pieces(text).map((piece, index) => (index % 2 ? piece : piece.replace(LINK, (...groups) => replaced(linkOf(groups), replace))));
  return changed.join("");
}

/** The blocks of code of a language. */
export function samplesIn(text, language) {
  return Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm")), ([, sample]) => sample);
}

/** The headline of a page. */
export const titleOf = (text) => text.match(/^# (.+)$/m)?.[1].replaceAll("`", "") ?? "";

/** The first paragraph of a page, without links. */
export function summaryOf(text) {
  const paragraph = text.split(/^# .+$/m)[1]?.trim().split(/\n\n/)[0] ?? "";
  return /^[A-Za-zÄÖÜ`*[<„"]/.test(paragraph) && !paragraph.startsWith("```") ? withLinks(paragraph, ({ words }) => words).replaceAll("\n", " ") : "";
}

/** The anchors of a page's headlines, as GitHub and VitePress make them of plain words. */
export function anchorsIn(text) {
  const heads = pieces(text).filter((_, index) => index % 2 === 0).join("\n").matchAll(/^#{1,6} (.+)$/gm);
  return Array.from(heads, ([, words]) => anchorOf(words));
}

/** The anchor of a headline. */
const anchorOf = (words) => slugOf(withLinks(words, (link) => link.words).replace(/[`*]/g, ""));

/**
 * What GitHub makes of a headline's plain words for an anchor. VitePress of itself takes underscores away, which
 * the codes of errors have.
 *
 * @param {string} words
 */
export function slugOf(words) {
  return words.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(/\s/g, "-");
}

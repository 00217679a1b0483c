// The documentation, before it is built: its links, its anchors, its place in the sidebar, and what is laid beside the pages.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, test } from "node:test";
import { transform } from "esbuild";
import { ConsentKeyError } from "../../pkg/dist/index.js";
import { drawSequence } from "../../site/.vitepress/sequence.js";
import { ASIDE, NAVIGATION, WRITTEN } from "../../site/navigation.js";
import { DOCS_PATH, docsServer } from "../lib/docs/serve.mjs";
import { anchorsIn, linksIn, samplesIn, slugOf, summaryOf, titleOf, withLinks } from "../lib/docs/markdown.mjs";
import { forSite, linksOf, placesOf, readSources } from "../lib/docs/pages.mjs";
import { stagePages } from "../lib/docs/stage.mjs";
import { writeTwins } from "../lib/docs/twins.mjs";
import { at } from "../lib/paths.mjs";
import { measure } from "../lib/size.mjs";

const sources = await readSources();
const front = { source: "README.md", path: "README.md", text: await readFile(at("README.md"), "utf8") };
const texts = new Map([...sources.pages, front].map(({ source, text }) => [source, text]));
const MADE = (page) => page.startsWith("api/");

test("every link of a page, and of the READMEs, leads to what is there", () => {
  for (const { source, target, link } of linksOf([...sources.pages, front])) {
    assert.ok(existsSync(at(link.file)), `${source}: ${target}`);
    if (!link.anchor || !link.file.endsWith(".md")) continue;
    assert.ok(anchorsIn(texts.get(link.file)).includes(link.anchor), `${source}: ${target} has no such headline`);
  }
});

test("what error.docs and findings say is where their code is explained", async () => {
  const placed = new Map(sources.pages.map(({ path, text }) => [`https://consentkey.dev/${path.replace(/\.md$/, "")}`, text]));
  const resolves = (address) => {
    const [page, anchor] = address.split("#");
    return placed.has(page) && (!anchor || anchorsIn(placed.get(page)).includes(anchor));
  };
  const types = (await readFile(at("pkg/src/types/error.d.ts"), "utf8")).replace(/^ *\/\/.*$/gm, "");
  const codes = Array.from(types.match(/type ConsentKeyErrorCode =([^;]*);/)[1].matchAll(/"(\w+)"/g), ([, code]) => code);
  assert.ok(codes.includes("config_invalid"));
  for (const code of codes) assert.ok(resolves(new ConsentKeyError(code, "").docs), code);
  assert.equal(resolves(new ConsentKeyError("nothing", "").docs), false);
  const findings = await readFile(at("pkg/src/browser/findings.js"), "utf8");
  const [, base] = findings.match(/const DOCS = "([^"]+)"/);
  for (const [, code] of findings.split("const SENTENCES")[1].matchAll(/^ {2}([a-z]\w+):/gm)) assert.ok(resolves(base + code), code);
  const [doctor] = (await readFile(at("pkg/bin/doctor.js"), "utf8")).match(/https:\/\/consentkey\.dev\/\w+/);
  assert.ok(resolves(doctor));
});

test("every page is in the sidebar once, or led to by another, and no other is", () => {
  const listed = Object.values(NAVIGATION).flat().flatMap(({ pages }) => pages);
  assert.equal(new Set(listed).size, listed.length);
  const there = sources.pages.map(({ path }) => path.replace(/\.md$/, ""));
  for (const page of there) assert.ok(listed.includes(page) || ASIDE.includes(page), page);
  for (const page of [...listed, ...ASIDE]) assert.ok(there.includes(page) || MADE(page) || WRITTEN.includes(page), page);
  const led = new Set(linksOf(sources.pages).map(({ link }) => placesOf(sources)(link.file)));
  for (const page of ASIDE.filter((name) => !MADE(name))) assert.ok(led.has(`${page}.md`), page);
});

test("every German page has an English one, and says so by its place", () => {
  const paths = sources.pages.map(({ path }) => path);
  for (const path of paths.filter((name) => name.startsWith("de/"))) assert.ok(paths.includes(path.slice(3)), path);
});

test("what the documentation says of sizes is so, to a kilobyte", async () => {
  const sizes = await measure();
  const start = sizes["before a login"].total.brotli / 1000;
  const whole = sizes.consentkey.total.brotli / 1000;
  const told = (source, pattern) => texts.get(source).match(pattern).slice(1).map(Number);
  const isNear = ([first, second], wanted) => assert.ok(Math.abs(first - start) <= 1 && Math.abs(second - wanted) <= 1, `${first}, ${second}: ${start}, ${wanted}`);
  isNear(told("README.md", /a page downloads (\d+) kB,.*? takes (\d+) kB more/), whole - start);
  isNear(told("README.md", /\| kB until.*? \| (\d+) \+ (\d+) \|/), whole - start);
  isNear(told("docs/for-cmps.md", /(\d+) kB \(brotli\).*? (\d+) kB more/), whole - start);
  isNear(told("docs/comparison.md", /start \(1\) \| ([\d.]+)[^\n]*\n\| kB of a whole sign-in \(1\) \| ([\d.]+)/), whole);
});

/** A sample without what is written for people. */
const program = (sample) => sample.replace(/^ *\/\*\*.*\*\/\n|^ *\/\/ .*\n| \/\/ .*$/gm, "").replace(/"[^"\n]*"/g, (text) => (text.includes(" ") ? "words" : text));

test("the German pages have the English ones' samples, with other words", () => {
  const byPath = new Map(sources.pages.map(({ path, text }) => [path, samplesIn(text, "js").map(program)]));
  const german = Array.from(byPath).filter(([path]) => path.startsWith("de/"));
  assert.ok(german.flatMap(([, samples]) => samples).length > 10);
  for (const [path, samples] of german) {
    const english = byPath.get(path.slice(3));
    for (const sample of samples) assert.ok(english.includes(sample), `${path}: ${sample}`);
  }
});

test("every page has one headline and no picture without words", () => {
  for (const { source, text } of sources.pages) {
    assert.notEqual(titleOf(text), "", source);
    for (const { isImage, words } of linksIn(text)) assert.ok(!isImage || words.length > 10, source);
  }
});

test("every column of a table has a name", () => {
  for (const [source, text] of texts) {
    for (const [, head] of text.matchAll(/^(\|.*)\n\|[ :|-]*-[ :|-]*\|$/gm)) assert.doesNotMatch(head, /\|\s*\|/, source);
  }
});

test("every diagram can be drawn, and one that is not understood is told", () => {
  const diagrams = sources.pages.flatMap(({ text }) => samplesIn(text, "mermaid"));
  assert.ok(diagrams.length >= 6);
  for (const diagram of diagrams) assert.match(drawSequence(diagram), /^<figure((?!NaN)[\s\S])+<\/figure>\n$/);
  const head = "sequenceDiagram\n  participant A\n";
  for (const wrong of ["A->>B: x", "A->>A", "loop x", "Note right of A: x"]) assert.throws(() => drawSequence(head + wrong), wrong);
  assert.match(drawSequence(`${head}A->>A: <b>{{ x }}`), /&#60;b&#62;&#123;&#123; x/);
});

test("the site's pages lead nowhere but to the site, and the Markdown of each is beside it, listed in llms.txt", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "consentkey-docs-"));
  t.after(() => rm(folder, { recursive: true }));
  const [staged, out] = [join(folder, "pages"), join(folder, "out")];
  await stagePages(staged);
  await writeTwins(out, staged);
  const names = (await readdir(out, { recursive: true })).filter((name) => name.endsWith(".md"));
  assert.deepEqual(names.sort(), sources.pages.map(({ path }) => path).sort());
  for (const name of names) {
    for (const { target } of linksIn(await readFile(join(out, name), "utf8"))) {
      if (/^([a-z]+:|#)/.test(target)) continue;
      const file = join(staged, name, "..", decodeURI(target.split("#")[0]));
      assert.ok(file.startsWith(staged) && existsSync(file), `${name}: ${target}`);
    }
  }
  const index = await readFile(join(out, "llms.txt"), "utf8");
  const listed = linksIn(index).map(({ target }) => target);
  assert.match(index, /^# consentkey\n\n> \S/);
  for (const target of listed) assert.ok(existsSync(join(out, target)), target);
  const inSidebar = Object.values(NAVIGATION).flat().flatMap(({ pages }) => pages.map((page) => `${page}.md`));
  assert.deepEqual(listed, inSidebar.filter((page) => names.includes(page)));
});

describe("the demo's /docs/", () => {
  /** What a page below it gets, as far as it matters. */
  const ask = ({ handle }) => {
    const answer = { headers: {} };
    const response = {
      setHeader: (name, value) => void (answer.headers[name] = value),
      writeHead: (status, headers) => Object.assign(answer, { status, headers: { ...answer.headers, ...headers } }),
      end: (body) => void (answer.body = body),
    };
    handle({ url: "/", method: "GET", headers: {} }, response, () => assert.fail("nobody else answers"));
    return answer;
  };

  it("waits while it is built, and says where it can't be", async () => {
    assert.equal(DOCS_PATH, "/docs/");
    let end;
    const server = docsServer({ build: () => new Promise((resolve) => (end = resolve)) });
    const waiting = ask(server);
    assert.deepEqual([waiting.status, waiting.headers.Refresh], [503, "3"]);
    end(false);
    await server.ready;
    assert.deepEqual([ask(server).status, ask(server).headers.Refresh], [500, undefined]);
  });
});

describe("Markdown", () => {
  it("has the links outside of code, with theirs", () => {
    const text = "[a](b.md#c) `[x](y)` ![A picture](d.png)\n```md\n[e](f)\n```\n[`g`](h_(i).md) [j](https://k/)";
    assert.deepEqual(linksIn(text).map(({ target }) => target), ["b.md#c", "d.png", "h_(i).md", "https://k/"]);
    assert.equal(withLinks(text, ({ words }) => words).includes("[x](y)"), true);
  });

  it("has anchors as GitHub makes them", () => {
    assert.equal(slugOf("Where it's asked: `config_invalid` & more"), "where-its-asked-config_invalid--more");
    assert.deepEqual(anchorsIn("# A b\n```\n# no\n```\n## [c](d) `e_f`"), ["a-b", "c-e_f"]);
  });

  it("has a page's first words without links", () => {
    assert.equal(summaryOf("# T\n\nOne [two](x)\nthree.\n\nFour."), "One two three.");
    assert.equal(summaryOf("# T\n\n| a |\n|---|\n"), "");
  });

  it("goes to the site's own pages, and drops what the site does not have", () => {
    const page = { source: "docs/a/b.md", path: "a/b.md", text: "[e](../errors.md#x) [s](../../src/x.rs) [t](#t) [h](https://h/)" };
    assert.equal(forSite(page, (source) => (source === "docs/errors.md" ? "errors.md" : source === page.source ? page.path : undefined)), "[e](../errors.md#x) s [t](#t) [h](https://h/)");
  });
});

test("the first lines that are pasted build for browsers without top-level await", async () => {
  for (const path of ["README.md", "pkg/README.md", "docs/index.md", "docs/de/index.md"]) {
    const text = await readFile(at(path), "utf8");
    const inPages = Array.from(text.matchAll(/```js\n([\s\S]*?)```/g), ([, sample]) => sample).filter(
      (sample) => !sample.includes("consentkey/server") && !sample.includes("consentkey/nowasm"),
    );
    assert.ok(inPages.length > 0, path);
    for (const sample of inPages) await transform(sample, { target: "es2020", format: "esm" });
  }
});

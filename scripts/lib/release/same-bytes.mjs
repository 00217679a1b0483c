import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { at } from "../paths.mjs";
import { run } from "../run.mjs";
import { one } from "./files.mjs";
import { npm } from "../npm.mjs";

/** The compiled wasm-bindgen, a tool like the compiler, and what tells the build that it is there. */
const TOOLS = [".tools", "target/stamps/wasm-bindgen.json"];

/**
 * Builds the repository anew, from its sources alone and in a folder of another name, and packs both builds.
 *
 * @param {string[]} folders of the packages
 * @returns {Promise<string[]>} what differs
 */
export async function sameBytesProblems(folders) {
  const place = await mkdtemp(join(tmpdir(), "consentkey-release-"));
  try {
    const copy = join(place, "a", "copy");
    await copySources(copy);
    await run(process.execPath, ["scripts/build.mjs"], { cwd: copy, failure: "A copy of the sources does not build: see above." });
    const problems = [];
    for (const folder of folders) {
      const here = await hashesOf(at(folder), join(place, "here"));
      const there = await hashesOf(join(copy, folder), join(place, "there"));
      problems.push(...differences(folder, here, there));
    }
    return problems;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/**
 * Where two builds of a package differ.
 *
 * @param {string} folder
 * @param {Record<string, string>} here hashes by file
 * @param {Record<string, string>} there
 * @returns {string[]}
 */
export function differences(folder, here, there) {
  const files = Object.keys({ ...here, ...there }).sort();
  return files.filter((file) => here[file] !== there[file]).map((file) => `${folder}/${file} has other bytes when it is built again`);
}

async function copySources(copy) {
  const listed = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { failure: "git can't tell the files of the repository." });
  for (const file of [...listed.split("\0").filter(Boolean), ...TOOLS]) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await cp(at(file), join(copy, file), { recursive: true });
  }
}

/** Hashes of what npm would publish, by file, and that of the tarball. */
async function hashesOf(folder, place) {
  await mkdir(place, { recursive: true });
  const { filename, files } = one(JSON.parse(await npm(["pack", "--json", "--pack-destination", place], { cwd: folder })));
  const tarball = join(place, filename);
  await run("tar", ["xzf", tarball, "-C", place], { failure: `${filename} can't be unpacked.` });
  const hashes = { [filename]: await hashOf(tarball) };
  for (const { path } of files) hashes[path] = await hashOf(join(place, "package", path));
  await rm(join(place, "package"), { recursive: true });
  return hashes;
}

const hashOf = async (path) => createHash("sha256").update(await readFile(path)).digest("hex");

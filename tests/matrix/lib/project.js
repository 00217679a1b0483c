import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const MATRIX = fileURLToPath(new URL("../", import.meta.url));

/** Where projects are made: outside the repository, whose packages must not be found from there. Each copy of it has its own. */
const PLACE = join(tmpdir(), `consentkey-matrix-${createHash("sha256").update(MATRIX).digest("hex").slice(0, 8)}`);

/** Long enough for a large tool on a slow machine, in milliseconds. */
const TIMEOUT = 300_000;

/** Packs the package as npm would publish it, but for the hash in its README: tests pack at the same time. */
export async function pack() {
  await mkdir(PLACE, { recursive: true });
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", PLACE], { cwd: join(MATRIX, "../../pkg") });
  const packed = JSON.parse(stdout);
  const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
  return join(PLACE, filename);
}

/** A project of somebody who installs the package: files of this repository, and what npm installs. */
export class Project {
  #output = "";
  #sources;
  #tools;

  /**
   * @param {string} name of the project's folder
   * @param {string[]} sources folders of the repository with its files, relative to `tests/matrix`
   * @param {string} tarball as `pack` answers it
   * @param {{ tools?: string }} [options] `tools`: a folder of programs to use instead of installing some
   */
  constructor(name, sources, tarball, { tools } = {}) {
    this.name = name;
    this.tarball = tarball;
    this.folder = join(PLACE, name);
    this.#sources = sources;
    this.#tools = tools;
  }

  async install() {
    await rm(this.folder, { recursive: true, force: true });
    for (const source of this.#sources) await cp(join(MATRIX, source), this.folder, { recursive: true, filter: isSource });
    const manifest = await this.#manifest().catch(() => ({ type: "module" }));
    if (this.#tools) delete manifest.devDependencies;
    const dependencies = { ...manifest.dependencies, consentkey: `file:${this.tarball}` };
    const text = JSON.stringify({ name: `matrix-${this.name}`, private: true, ...manifest, dependencies });
    await writeFile(join(this.folder, "package.json"), text);
    await this.run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error");
  }

  /** Runs a program in the project, an installed one first. Throws with what it said where it fails. */
  async run(command, ...args) {
    const PATH = [join(this.folder, "node_modules/.bin"), this.#tools, process.env.PATH].filter(Boolean).join(delimiter);
    // As on a user's machine: nothing of the npm, Node or tests that started this.
    const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|INIT_CWD)/.test(name));
    const env = { ...Object.fromEntries(kept), ...this.env, PATH, CI: "1", NO_COLOR: "1", FORCE_COLOR: undefined };
    const options = { cwd: this.folder, env, timeout: TIMEOUT, maxBuffer: 2 ** 26 };
    try {
      const { stdout, stderr } = await run(command, args, options);
      this.#output = stdout + stderr;
      return stdout;
    } catch (error) {
      throw new Error(`${[command, ...args].join(" ")}: ${error.stdout}${error.stderr}${error.killed ? " (took too long)" : ""}`.trim());
    }
  }

  /** Puts other texts in the place of some, in all that was copied and written by hand. */
  async replace(texts) {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules") && entry.name !== "package-lock.json");
    for (const { parentPath, name } of files) {
      const text = await readFile(join(parentPath, name), "utf8");
      const replaced = Object.entries(texts).reduce((result, [from, to]) => result.replaceAll(from, to), text);
      if (replaced !== text) await writeFile(join(parentPath, name), replaced);
    }
  }

  /** Fails where the last program warned of something in the package. */
  noWarning() {
    const lines = this.#output.split("\n").filter((line) => /warn/i.test(line) && /consentkey/.test(line));
    if (lines.length > 0) throw new Error(lines.join("\n"));
  }

  /** The versions of what the manifest names. */
  async versions() {
    const { dependencies, devDependencies } = await this.#manifest();
    const names = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== "consentkey");
    const found = names.map(async (name) => {
      const { version } = JSON.parse(await readFile(join(this.folder, "node_modules", name, "package.json"), "utf8"));
      return [name, version];
    });
    return Object.fromEntries(await Promise.all(found));
  }

  async #manifest() {
    return JSON.parse(await readFile(join(this.folder, "package.json"), "utf8"));
  }
}

/** What somebody may have built in an example, and the description of a cell, are no part of a project. */
const isSource = (path) => !/[\\/](node_modules|dist|\.next|\.angular|cell\.mjs)$/.test(path);

/**
 * The folders whose files a cell's project has.
 *
 * @param {string} name of the cell
 * @param {{ projectOf?: string, sources?: string[] }} cell what its module exports
 */
export const sourcesOfCell = (name, { projectOf = name, sources = ["app", `cells/${projectOf}`] }) => sources;

/** The names of all cells. */
export async function cellNames() {
  return (await readdir(join(MATRIX, "cells"))).sort();
}

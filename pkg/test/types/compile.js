import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
const MODULES = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const TSC = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));

/** Options for code that a bundler resolves. */
export const BUNDLER = ["--module", "esnext", "--moduleResolution", "bundler"];

/** Options for code that takes nothing for granted. */
export const STRICT = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes"];

/**
 * Compiles files for a browser, without writing anything.
 *
 * @param {string[]} files relative to the folder of the package, or absolute
 * @param {string[]} options of tsc
 * @returns {Promise<string>} what the compiler complains about, empty when it is content
 */
export function compile(files, options) {
  const common = ["--ignoreConfig", "--noEmit", "--target", "es2022", "--lib", "es2022,dom,dom.iterable,esnext.asynciterable"];
  if (!options.includes("--types")) common.push("--types", "");
  return new Promise((resolve) => {
    execFile(process.execPath, [TSC, ...common, ...options, ...files], { cwd: PACKAGE }, (failure, stdout, stderr) => {
      resolve(failure ? stdout + stderr || String(failure) : "");
    });
  });
}

/**
 * Compiles texts, each as a module that finds the package as an application does.
 *
 * @param {string[]} texts
 * @param {string[]} options of tsc
 * @param {string} [declarations] of what the texts have beside the package
 * @returns {Promise<string>} as `compile`
 */
export async function compileTexts(texts, options, declarations = "") {
  const folder = await mkdtemp(join(tmpdir(), "consentkey-types-"));
  const fileOf = {
    consentkey: "index.js",
    "consentkey/inline": "index.js",
    "consentkey/nowasm": "index.js",
    "consentkey/tcf": "tcf.js",
    "consentkey/server": "server.js",
    "consentkey/elements": "elements.js",
    "consentkey/cmp/usercentrics": "cmp-usercentrics.js",
    "consentkey/cmp/sourcepoint": "cmp-sourcepoint.js",
    "consentkey/cmp/consentmanager": "cmp-consentmanager.js",
  };
  const located = (_, before, entry) => before + JSON.stringify(join(PACKAGE, "dist", fileOf[entry]));
  try {
    // For what examples take from others' packages.
    await symlink(MODULES, join(folder, "node_modules"), "junction");
    const files = await Promise.all(
      texts.map(async (text, index) => {
        const file = join(folder, `${index}.${/^ *<\w/m.test(text) ? "tsx" : "ts"}`);
        await writeFile(file, text.replaceAll(/(from |import[ (])"(consentkey(?:\/\w+)*)"/g, located));
        return file;
      }),
    );
    const beside = join(folder, "beside.d.ts");
    await writeFile(beside, declarations);
    return await compile([...files, beside], [...options, "--jsx", "react-jsx"]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

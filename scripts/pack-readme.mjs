// Before the package is packed its README gets the hash of the script for pages, which is another one with every
// build; afterwards `--restore` takes it out again.
import { readFile, writeFile } from "node:fs/promises";
import { integrityOf } from "./lib/integrity.mjs";
import { main } from "./lib/main.mjs";
import { at } from "./lib/paths.mjs";

main(async () => {
  const isRestored = process.argv.includes("--restore");
  const hash = isRestored ? "sha384-…" : await integrityOf("pkg/dist/consentkey.global.js");
  const readme = await readFile(at("pkg/README.md"), "utf8");
  await writeFile(at("pkg/README.md"), readme.replace(/(integrity=")sha384-[^"]*/g, `$1${hash}`));
});

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { at } from "./paths.mjs";

/**
 * What the attribute `integrity` of a script element has to say (Subresource Integrity).
 *
 * @param {string} path relative to the root of the repository
 */
export async function integrityOf(path) {
  return `sha384-${createHash("sha384").update(await readFile(at(path))).digest("base64")}`;
}

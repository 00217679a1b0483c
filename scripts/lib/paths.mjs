import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * An absolute path.
 *
 * @param {string} path relative to the root of the repository
 */
export const at = (path) => join(root, path);

/**
 * A field of the `[package]` table of a Cargo.toml.
 *
 * @param {string} manifest the file's text
 * @param {string} name
 * @returns {string | null}
 */
export function packageField(manifest, name) {
  const table = manifest.match(/^\[package\]$([^[]*)/m)?.[1] ?? "";
  return table.match(new RegExp(`^${name}\\s*=\\s*"([^"]+)"`, "m"))?.[1] ?? null;
}

/**
 * The version of a package that a Cargo.lock holds.
 *
 * @param {string} lock the file's text
 * @param {string} name
 * @returns {string | null}
 */
export function lockedVersion(lock, name) {
  for (const entry of lock.split("[[package]]").slice(1)) {
    if (entry.includes(`\nname = "${name}"\n`)) return entry.match(/^version = "([^"]+)"$/m)?.[1] ?? null;
  }
  return null;
}

/**
 * Whether a version of Rust is another or a later one.
 *
 * @param {string} version such as "1.96.0" or "1.97.0-nightly"
 * @param {string} minimum such as "1.95"
 */
export function isAtLeast(version, minimum) {
  const [a, b] = [version, minimum].map((text) => text.split("-")[0].split(".").map(Number));
  const differs = [0, 1, 2].find((i) => (a[i] ?? 0) !== (b[i] ?? 0));
  return differs === undefined || (a[differs] ?? 0) > (b[differs] ?? 0);
}

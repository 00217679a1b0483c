import { ask, hear } from "../run.mjs";
import { hearNpm } from "../npm.mjs";

/**
 * What a look for known weaknesses came to. Without an answer it is `unchecked`, never without problems.
 *
 * @typedef {{ problems: string[], unchecked?: string }} Finding
 */

/** @returns {Promise<Finding>} */
export async function npmAdvisories() {
  const { stdout } = await hearNpm(["audit", "--omit=dev", "--json"]);
  return readNpmAudit(stdout);
}

/**
 * What cargo-deny finds, by deny.toml.
 *
 * @param {...string} checks of `cargo deny check`
 * @returns {Promise<Finding>}
 */
export async function cargoDeny(...checks) {
  if ((await ask("cargo", ["deny", "--version"])) === null) {
    return { problems: [], unchecked: "there is no cargo-deny (`cargo install --locked cargo-deny` brings it)" };
  }
  const { output } = await hear("cargo", ["deny", "--format=json", "check", ...checks], { timeout: 300 });
  return readCargoDeny(output, checks);
}

/**
 * Reads `npm audit --json`.
 *
 * @param {string} stdout
 * @returns {Finding}
 */
export function readNpmAudit(stdout) {
  const report = parsed(stdout);
  if (!report?.vulnerabilities || !report.metadata) {
    return { problems: [], unchecked: `npm's registry tells no advisories: ${report?.message ?? report?.error?.summary ?? "no answer"}` };
  }
  return { problems: Object.values(report.vulnerabilities).map(({ name, severity, range }) => `${name} ${range} has a known weakness (${severity})`) };
}

/**
 * Reads `cargo deny --format=json`: a line for each finding, and one with the sums of all checks that were made.
 *
 * @param {string} output
 * @param {string[]} checks that it was to make
 * @returns {Finding}
 */
export function readCargoDeny(output, checks) {
  const lines = output.split("\n").map(parsed).filter(Boolean);
  const found = lines.filter(({ type, fields }) => type === "diagnostic" && fields.severity === "error");
  const problems = found.map(({ fields }) => `cargo deny: ${crateOf(fields)}${fields.message} (${fields.code})`);
  const summary = lines.find(({ type }) => type === "summary")?.fields ?? {};
  if (checks.every((check) => check in summary)) return { problems };
  const words = lines.find(({ type, fields }) => type === "log" && fields.level === "ERROR")?.fields.message;
  return { problems, unchecked: `cargo deny did not end: ${words?.split("\n")[0] ?? "no answer"}` };
}

function crateOf({ graphs }) {
  const crate = graphs?.[0]?.Krate;
  return crate ? `${crate.name} ${crate.version}: ` : "";
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The table of docs/install.md.
 *
 * @param {{ title: string, versions: Record<string, string>, fault?: string, missing?: string }[]} outcomes
 * @param {Date} [date]
 */
export function tableOf(outcomes, date = new Date()) {
  const rows = outcomes.map(({ title, versions, fault, missing }) => {
    const tools = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    const result = fault ? "fails" : missing ? `not run: ${missing}` : "works";
    return `| ${title} | ${tools.join(", ")} | ${result} |`;
  });
  const intro = `Made by \`npm run matrix\` on ${date.toISOString().slice(0, 10)}, with Node ${process.versions.node} and Chromium.`;
  return [intro, "", "| tool | versions | result |", "|---|---|---|", ...rows, ""].join("\n");
}

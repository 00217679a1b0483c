import { build } from "./lib/build.mjs";
import { measure, requireBudget, table } from "./lib/size.mjs";
import { main, reportTo } from "./lib/steps.mjs";
import { parse } from "./lib/arguments.mjs";

main(async () => {
  const { json } = parse({ json: { type: "boolean", default: false } }, "npm run size [-- --json]").values;
  if (json) reportTo(process.stderr);
  const { std } = await build();
  const entries = await measure();
  console.log(json ? JSON.stringify(entries, null, 2) : `\n${table(entries)}`);
  requireBudget(entries, std);
});

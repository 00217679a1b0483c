import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { main } from "./lib/main.mjs";
import { measure, requireBudget, table } from "./lib/size.mjs";
import { reportTo } from "./lib/steps.mjs";

main(async () => {
  const { json } = parse({ json: { type: "boolean", default: false } }, "npm run size [-- --json]").values;
  if (json) reportTo(process.stderr);
  const { way } = await build();
  const entries = await measure();
  console.log(json ? JSON.stringify(entries, null, 2) : `\n${table(entries)}`);
  requireBudget(entries, way.std);
});

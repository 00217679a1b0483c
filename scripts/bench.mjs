import { parse } from "./lib/arguments.mjs";
import { CHROMIUM, preparePrograms } from "./lib/programs.mjs";
import { build } from "./lib/build.mjs";
import { main } from "./lib/main.mjs";
import { Failure, say, step } from "./lib/steps.mjs";

main(async () => {
  parse({}, "npm run bench");
  await build();
  Object.assign(process.env, await preparePrograms([CHROMIUM]));
  const { benchSignIn } = await import("../tests/bench/sign-in.js");
  const { benchExport } = await import("../tests/bench/export.js");
  const { benchClientToken } = await import("../tests/bench/client-token.js");
  const { benchRelay } = await import("../tests/bench/relay.js");
  const results = [
    await step("A sign-in", benchSignIn),
    await step("An export", benchExport),
    await step("A client's own token", benchClientToken),
    await step("A relay", benchRelay),
  ];
  const rows = results.flatMap((result) => result.rows);
  const width = (column) => Math.max(...rows.map((row) => (row[column] ?? "").length));
  say();
  for (const [what, ...values] of rows) {
    say([what.padEnd(width(0)), ...values.map((value, index) => value.padStart(width(index + 1)))].join("  "));
  }
  const faults = results.map(({ fault }) => fault).filter(Boolean);
  if (faults.length > 0) throw new Failure(`\n${faults.join("\n")}`);
});

import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { main } from "./lib/main.mjs";
import { CHROMIUM, preparePrograms } from "./lib/programs.mjs";
import { Failure } from "./lib/steps.mjs";

main(async () => {
  const { positionals } = parse({}, "npm run matrix -- [cells]", { allowPositionals: true });
  await build();
  Object.assign(process.env, await preparePrograms([CHROMIUM]));
  const { runMatrix } = await import("../tests/matrix/run.js");
  const failed = await runMatrix(positionals);
  if (failed.length > 0) throw new Failure(`The package does not work with ${failed.join(", ")}: see above, then run \`npm run matrix -- ${failed.join(" ")}\`.`);
});

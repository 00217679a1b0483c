import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { main } from "./lib/main.mjs";
import { say } from "./lib/steps.mjs";

main(async () => {
  parse({}, "npm run build");
  await build();
  say("The package is in pkg/dist.");
});

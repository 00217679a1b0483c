import { build } from "./lib/build.mjs";
import { main, say } from "./lib/steps.mjs";

main(async () => {
  await build();
  say("The package is in pkg/dist.");
});

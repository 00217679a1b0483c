import { build } from "./lib/build.mjs";
import { serveDemo } from "./lib/demo.mjs";
import { main, say, step } from "./lib/steps.mjs";

main(async () => {
  await build();
  const demo = await step("Demo and sandbox", () => serveDemo({ log: (line) => say(`  ${line}`) }));
  say(`\nThe sandbox for netID is at ${demo.sandbox.origin}; Ctrl+C stops both.`);
  say(`Open ${demo.origin}/`);
  return demo.close;
});

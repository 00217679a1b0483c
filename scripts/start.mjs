import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { serveDemo } from "./lib/demo.mjs";
import { main } from "./lib/main.mjs";
import { say, step } from "./lib/steps.mjs";

main(async () => {
  parse({}, "npm start");
  await build();
  const demo = await step("Demo and sandbox", () => serveDemo({ log: (line) => say(`  ${line}`) }));
  say(`\nThe sandbox for netID and BankID is at ${demo.sandbox.origin}; Ctrl+C stops both.`);
  say(`Open ${demo.origin}/ for netID, ${demo.origin}/bankid.html for BankID.`);
  return demo.close;
});

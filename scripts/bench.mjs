import { parse } from "./lib/arguments.mjs";
import { CHROMIUM, prepareBrowsers } from "./lib/browser.mjs";
import { build } from "./lib/build.mjs";
import { main } from "./lib/main.mjs";
import { Failure, say, step } from "./lib/steps.mjs";

main(async () => {
  parse({}, "npm run bench");
  await build();
  Object.assign(process.env, await prepareBrowsers([CHROMIUM]));
  const { benchSignIn } = await import("../tests/bench/sign-in.js");
  const { rows, fault } = await step("A sign-in", benchSignIn);
  const width = Math.max(...rows.map(([what]) => what.length));
  say();
  for (const [what, milliseconds] of rows) say(`${what.padEnd(width)}  ${milliseconds.toFixed(3).padStart(8)} ms`);
  if (fault) throw new Failure(`\n${fault}`);
});

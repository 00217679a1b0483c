import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { portNumber, portTaken, serveDemo } from "./lib/demo.mjs";
import { DOCS_PATH, docsServer } from "./lib/docs/serve.mjs";
import { main } from "./lib/main.mjs";
import { say, step } from "./lib/steps.mjs";

main(async () => {
  const { values } = parse({ port: { type: "string", default: "4300" } }, "npm start -- --port=4300");
  const port = portNumber(values.port);
  await build();
  const docs = docsServer();
  const demo = await step("Demo and sandbox", () => serveDemo({ port, docs: docs.handle, log: (line) => say(`  ${line}`) }));
  const taken = [portTaken(port, demo.origin), portTaken(demo.sandboxPort, demo.sandbox.origin)];
  for (const sentence of taken.filter(Boolean)) say(sentence);
  say(`\nThe sandbox for netID and BankID is at ${demo.sandbox.origin}; Ctrl+C stops both.`);
  say(`Open ${demo.origin}/ for netID, ${demo.origin}/bankid.html for BankID, ${demo.origin}${DOCS_PATH} for the documentation.`);
  return async () => {
    docs.close();
    await demo.close();
  };
});

import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { buildDocs } from "./lib/docs/build.mjs";
import { main } from "./lib/main.mjs";
import { Failure, say } from "./lib/steps.mjs";

const USAGE = "npm run docs -- [--base=/docs/] [--out=site/dist]";

main(async () => {
  const { values } = parse({ base: { type: "string", default: "/" }, out: { type: "string", default: "site/dist" } }, USAGE);
  if (!/^\/(.*\/)?$/.test(values.base)) throw new Failure(`The base begins and ends with a slash. Run \`${USAGE}\`.`);
  await build();
  await buildDocs(values);
  say(`The site is in ${values.out}, to be served at ${values.base}.`);
});

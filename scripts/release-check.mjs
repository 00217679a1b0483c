import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { main } from "./lib/main.mjs";
import { CHECKS, verdict } from "./lib/release/checks.mjs";
import { Failure, say, step } from "./lib/steps.mjs";

const USAGE = "npm run release:check -- [--tag=v1.2.3] [--offline]";

main(async () => {
  const { tag, offline } = parse({ tag: { type: "string" }, offline: { type: "boolean", default: false } }, USAGE).values;
  const { way } = await build();
  const findings = [];
  for (const [title, check] of Object.entries(CHECKS)) findings.push({ title, ...(await look(title, check, { way, tag })) });
  const { failure, sentence } = verdict(findings, { offline });
  for (const { problems } of findings) for (const problem of problems) say(`- ${problem}`);
  if (failure) throw new Failure(sentence);
  say(sentence);
});

function look(title, check, facts) {
  return step(title, async (note) => {
    const { problems, unchecked } = await check(facts);
    if (problems.length > 0) note(`${problems.length} wrong`);
    if (unchecked) note(`not checked: ${unchecked}`);
    if (problems.length === 0 && !unchecked) note("fine");
    return { problems, unchecked };
  });
}

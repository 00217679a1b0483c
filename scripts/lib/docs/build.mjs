import { createRequire } from "node:module";
import { installNodeDependencies } from "../node-dependencies.mjs";
import { at } from "../paths.mjs";
import { run } from "../run.mjs";
import { stampedStep } from "../stamp.mjs";
import { requireAnchors } from "./anchors.mjs";
import { writeApi } from "./api.mjs";
import { stagePages } from "./stage.mjs";
import { writeTwins } from "./twins.mjs";

const INPUTS = [
  ...["docs", "pkg/src/types", "pkg/dist", "pkg/README.md", "sandbox/README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md"],
  ...["site/.vitepress/config.js", "site/.vitepress/sequence.js", "site/.vitepress/theme", "site/navigation.js", "site/tsconfig.json"],
  ...["site/package-lock.json", "scripts/lib/docs"],
];

/**
 * Builds the documentation site, as far as it isn't there already. The package has to be built.
 *
 * @param {{ base: string, out: string }} site the path that it is served below, and its folder relative to the root
 */
export async function buildDocs({ base, out }) {
  await installNodeDependencies({ title: "The site's dependencies", folder: "site", flags: ["--ignore-scripts"] });
  const name = `docs-${out.replaceAll("/", "-")}`;
  await stampedStep("Documentation with VitePress", name, { inputs: INPUTS, values: [base], outputs: [out] }, async () => {
    await stagePages();
    await writeApi();
    await buildSite(base, at(out));
    await writeTwins(at(out));
    await requireAnchors(at(out));
  });
}

async function buildSite(base, outDir) {
  const program = createRequire(at("site/package.json")).resolve("vitepress/package.json").replace(/package\.json$/, "bin/vitepress.js");
  await run(process.execPath, [program, "build", at("site"), "--base", base, "--outDir", outDir], {
    failure: "The documentation can't be built: see VitePress's words above, then run `npm run docs`.",
  });
}

import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "esbuild, cjs";

export async function run(project) {
  await project.run("esbuild", "page.js", "--bundle", "--minify", "--format=cjs", "--outdir=dist");
  project.noWarning();
  await signInOn(project.folder);
}

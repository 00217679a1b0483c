import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "esbuild, esm";

export async function run(project) {
  await project.run("esbuild", "page.js", "--bundle", "--minify", "--format=esm", "--outdir=dist", "--splitting");
  project.noWarning();
  await signInOn(project.folder);
}

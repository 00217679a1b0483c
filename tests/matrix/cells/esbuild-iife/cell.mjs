import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "esbuild, iife";

export async function run(project) {
  await project.run("esbuild", "page.js", "--bundle", "--minify", "--format=iife", "--outdir=dist");
  project.noWarning();
  await signInOn(project.folder);
}

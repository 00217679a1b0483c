import { signInOn } from "../../lib/page.js";

export const title = "Bun's bundler";

export async function run(project) {
  await project.run("bun", "build", "page.js", "--minify", "--outdir=dist");
  await signInOn(project.folder);
}

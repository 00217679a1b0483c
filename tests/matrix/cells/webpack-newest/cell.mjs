import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "webpack 5, newest";

export async function run(project) {
  await project.run("webpack", "--mode=production", "--entry=./page.js", "--output-path=dist");
  project.noWarning();
  await signInOn(join(project.folder));
}

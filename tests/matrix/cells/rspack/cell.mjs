import { signInOn } from "../../lib/page.js";

export const title = "Rspack";

export async function run(project) {
  await project.run("rspack", "build", "--mode=production", "--entry=./page.js", "--output-path=dist");
  project.noWarning();
  await signInOn(project.folder);
}

import { signInOn } from "../../lib/page.js";

export const title = "Rollup 4";

export async function run(project) {
  await project.run("rollup", "page.js", "--plugin=node-resolve", "--format=es", "--dir=dist");
  project.noWarning();
  await signInOn(project.folder);
}

import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "Rsbuild";

export async function run(project) {
  await project.run("rsbuild", "build");
  project.noWarning();
  await signInOn(join(project.folder, "dist"));
}

import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "Vite 7, built";

export async function run(project) {
  await project.run("vite", "build");
  project.noWarning();
  await signInOn(join(project.folder, "dist"));
}

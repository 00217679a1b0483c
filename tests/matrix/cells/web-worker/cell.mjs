import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "Web worker (built with Vite 8): addresses and codes there, navigation in the page";

export async function run(project) {
  await project.run("vite", "build");
  await signInOn(join(project.folder, "dist"));
}

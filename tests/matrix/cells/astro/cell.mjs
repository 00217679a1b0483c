import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "Astro, a script of a page";

export async function run(project) {
  project.env = { ASTRO_TELEMETRY_DISABLED: "1" };
  await project.run("astro", "build");
  project.noWarning();
  await signInOn(join(project.folder, "dist"));
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { signInOn } from "./page.js";

const SITE = "packages/site";

/**
 * Builds the site of a monorepo and signs in on its page, below a path.
 *
 * @param {import("./project.js").Project} project
 */
export async function runHoisted(project) {
  if (existsSync(join(project.folder, SITE, "node_modules/consentkey"))) throw new Error("The package is not hoisted.");
  await project.run("npm", "run", "build", "--workspace=site");
  project.noWarning();
  await signInOn(join(project.folder, SITE, "dist"), { base: "/shop/" });
}

import { join } from "node:path";
import { rm } from "node:fs/promises";
import { checkServer } from "../../lib/server.js";

export const title = "A bundled lambda: one file of esbuild, without node_modules";

export async function run(project) {
  await project.run("esbuild", "main.js", "--bundle", "--platform=node", "--format=cjs", "--outfile=lambda.cjs");
  project.noWarning();
  await rm(join(project.folder, "node_modules/consentkey"), { recursive: true });
  await checkServer((settings) => project.run("node", "lambda.cjs", JSON.stringify(settings)));
}

import { runServer } from "../../lib/full-stack.js";

export const title = "Nuxt: a page that is rendered on the server, and a route of the server";

export async function run(project) {
  project.env = { NUXT_TELEMETRY_DISABLED: "1" };
  await project.run("nuxt", "build");
  project.noWarning();
  await runServer(project, ".output/server/index.mjs");
}

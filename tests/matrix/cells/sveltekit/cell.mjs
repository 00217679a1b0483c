import { runServer } from "../../lib/full-stack.js";

export const title = "SvelteKit: a page that is rendered on the server, and an endpoint";

export async function run(project) {
  await project.run("vite", "build");
  project.noWarning();
  await runServer(project, "build");
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { signInAt } from "../../lib/page.js";
import { checkServer } from "../../lib/server.js";
import { serve } from "../../lib/serve.js";

export const title = "SvelteKit: a page that is rendered on the server, and an endpoint";

export async function run(project) {
  await project.run("vite", "build");
  project.noWarning();
  project.env = { HOST: "127.0.0.1" };
  const { origin, close } = await serve(project, process.execPath, "build");
  try {
    await signInAt(origin, { onSettings: (text) => writeFile(join(project.folder, "settings.json"), text) });
    await checkServer(async (settings) => {
      // What says nothing of its kind counts as a form of another site there.
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(`${origin}/check`, { method: "POST", headers, body: JSON.stringify(settings) });
      return answer.text();
    });
  } finally {
    await close();
  }
}

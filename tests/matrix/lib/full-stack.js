import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { signInAt } from "./page.js";
import { checkServer } from "./server.js";
import { serve } from "./serve.js";

/**
 * Starts the server that a project was built into, and signs in on its page and on its server.
 *
 * @param {import("./project.js").Project} project
 * @param {string} entry what Node starts
 */
export async function runServer(project, entry) {
  project.env = { ...project.env, HOST: "127.0.0.1" };
  const { origin, close } = await serve(project, process.execPath, entry);
  try {
    await signInAt(origin, { onSettings: (text) => writeFile(join(project.folder, "settings.json"), text) });
    await checkServer(async (settings) => {
      // What says nothing of its kind counts as a form of another site in SvelteKit.
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(`${origin}/check`, { method: "POST", headers, body: JSON.stringify(settings) });
      return answer.text();
    });
  } finally {
    await close();
  }
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkServer } from "./server.js";
import { signInAt } from "./page.js";
import { serve } from "./serve.js";

/**
 * Builds a project of Next.js and signs in on its page, and in its route handler.
 *
 * @param {import("./project.js").Project} project
 * @param {string} bundler the flag of `next build` that chooses it
 */
export async function runNext(project, bundler) {
  project.env = { NEXT_TELEMETRY_DISABLED: "1" };
  await project.run("next", "build", bundler);
  const { origin, close } = await serve(project, "next", "start", "--hostname", "127.0.0.1", "--port", "{port}");
  try {
    await signInAt(origin, { onSettings: (text) => writeFile(join(project.folder, "public/settings.json"), text) });
    await checkServer(async (settings) => {
      const answer = await fetch(`${origin}/check`, { method: "POST", body: JSON.stringify(settings) });
      return answer.text();
    });
  } finally {
    await close();
  }
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkServer } from "../../lib/server.js";
import { signInAt } from "../../lib/page.js";
import { serve } from "../../lib/serve.js";

export const title = "Next.js with webpack: a client component and a route handler";

export async function run(project) {
  project.env = { NEXT_TELEMETRY_DISABLED: "1" };
  await project.run("next", "build", "--webpack");
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

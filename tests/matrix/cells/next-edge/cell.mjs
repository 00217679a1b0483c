import { checkServer } from "../../lib/server.js";
import { serve } from "../../lib/serve.js";

export const title = "Next.js, a route handler in the edge runtime";

export async function run(project) {
  project.env = { NEXT_TELEMETRY_DISABLED: "1" };
  await project.run("next", "build");
  const { origin, close } = await serve(project, "next", "start", "--hostname", "127.0.0.1", "--port", "{port}");
  try {
    await checkServer(async (settings) => {
      const answer = await fetch(`${origin}/check`, { method: "POST", body: JSON.stringify(settings) });
      return answer.text();
    });
  } finally {
    await close();
  }
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { signInAt } from "../../lib/page.js";
import { serve } from "../../lib/serve.js";

export const title = "Vite 8, development server";

export async function run(project) {
  const { origin, close } = await serve(project, "vite", "--host", "127.0.0.1", "--port", "{port}", "--strictPort");
  try {
    await signInAt(origin, { onSettings: (text) => writeFile(join(project.folder, "public/settings.json"), text) });
  } finally {
    await close();
  }
}

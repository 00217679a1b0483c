import { checkServer } from "../../lib/server.js";

export const title = "Bun";

export async function run(project) {
  await checkServer((settings) => project.run("bun", "main.js", JSON.stringify(settings)));
}

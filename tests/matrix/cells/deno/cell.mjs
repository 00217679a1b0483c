import { checkServer } from "../../lib/server.js";

export const title = "Deno";

export async function run(project) {
  await checkServer((settings) => project.run("deno", "run", "--allow-net", "main.js", JSON.stringify(settings)));
}

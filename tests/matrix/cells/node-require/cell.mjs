import { checkServer } from "../../lib/server.js";

export const title = "Node, require()";

export async function run(project) {
  await checkServer((settings) => project.run("node", "main.cjs", JSON.stringify(settings)));
}

import { checkServer } from "../../lib/server.js";

export const title = "Node, ES module";

export async function run(project) {
  await checkServer((settings) => project.run("node", "main.js", JSON.stringify(settings)));
}

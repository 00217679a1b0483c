import { runExample, sourcesOf } from "../../lib/example.js";

export const title = "The example for Next.js, page and server";
export const sources = sourcesOf("next");

export async function run(project) {
  project.env = { NEXT_TELEMETRY_DISABLED: "1" };
  await runExample(project, { build: ["next", "build"], server: ["next", "start", "--hostname", "127.0.0.1", "--port", "{port}"] });
}

import { runExample, sourcesOf } from "../../lib/example.js";

export const title = "The example for Angular, built by its CLI for production";
export const sources = sourcesOf("angular");

export const run = (project) => runExample(project, { build: ["ng", "build"], folder: "dist/browser" });

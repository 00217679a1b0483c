import { runExample, sourcesOf } from "../../lib/example.js";

export const title = "The example for Vue, built with Vite";
export const sources = sourcesOf("vue");

export const run = (project) =>
  runExample(project, { build: ["vite", "build"], server: ["vite", "preview", "--host", "127.0.0.1", "--port", "{port}", "--strictPort"] });

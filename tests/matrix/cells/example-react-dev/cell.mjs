import { runExample, sourcesOf } from "../../lib/example.js";

export const title = "The example for React, development server: StrictMode mounts every component twice";
export const sources = sourcesOf("react");

export const run = (project) => runExample(project, { server: ["vite", "--host", "127.0.0.1", "--port", "{port}", "--strictPort"] });

import { runExample, sourcesOf } from "../../lib/example.js";

export const title = "The example with `<script>` and a server of Express";
export const sources = sourcesOf("script");

export const run = (project) => runExample(project, { server: [process.execPath, "server.js"] });

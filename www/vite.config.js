import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const page = (name) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  // Every page is a file of its own, so a missing address (no /sandbox.json, say)
  // answers 404 instead of the front page.
  appType: "mpa",
  build: {
    target: "es2022",
    rolldownOptions: { input: { index: page("index.html"), bankid: page("bankid.html") } },
  },
});

import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "Strict Content-Security-Policy with Trusted Types (built with Vite 8)";

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self' http://127.0.0.1:*",
  "img-src data:",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

export async function run(project) {
  await project.run("vite", "build");
  await signInOn(join(project.folder, "dist"), { headers: { "Content-Security-Policy": POLICY.join("; ") } });
}

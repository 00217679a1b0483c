import { signInOn } from "../../lib/page.js";

export const title = "`<script type=\"module\">` with an import map, no tool";

export async function run(project) {
  await signInOn(project.folder);
}

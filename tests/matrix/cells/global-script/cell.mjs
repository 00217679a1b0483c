import { signInOn } from "../../lib/page.js";

export const title = "`<script>` with consentkey.global.js";

export async function run(project) {
  await signInOn(project.folder);
}

import { join } from "node:path";
import { signInOn } from "../../lib/page.js";

export const title = "Parcel 2";

export async function run(project) {
  await project.run("parcel", "build", "index.html", "--no-cache");
  project.noWarning();
  await signInOn(join(project.folder, "dist"));
}

export const title = "Jest with jsdom, Babel's CommonJS";

export async function run(project) {
  await project.run("jest", "--no-cache");
}

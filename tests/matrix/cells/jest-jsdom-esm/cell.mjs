export const title = "Jest with jsdom, ES modules";

export async function run(project) {
  project.env = { NODE_OPTIONS: "--experimental-vm-modules" };  await project.run("jest", "--no-cache");
}

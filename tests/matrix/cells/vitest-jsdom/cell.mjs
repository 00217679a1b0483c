export const title = "Vitest with jsdom";

export async function run(project) {
  await project.run("vitest", "run", "--environment=jsdom", "--globals");
}

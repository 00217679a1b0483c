import { runNext } from "../../lib/next.js";

export const title = "Next.js with Turbopack: a client component and a route handler";

export const run = (project) => runNext(project, "--turbopack");

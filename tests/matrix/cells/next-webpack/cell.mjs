import { runNext } from "../../lib/next.js";

export const title = "Next.js with webpack: a client component and a route handler";

/** The cell whose project it builds. */
export const projectOf = "next-turbopack";

export const run = (project) => runNext(project, "--webpack");

import { runHoisted } from "../../lib/monorepo.js";

export const title = "Vite 7, built with `base` in a monorepo whose packages are hoisted";

export const run = (project) => runHoisted(project);

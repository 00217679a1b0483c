import { readFile } from "node:fs/promises";

// Written once the page's address is known.
export default defineEventHandler(async () => JSON.parse(await readFile("settings.json", "utf8")));

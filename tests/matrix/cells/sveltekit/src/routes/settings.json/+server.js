import { readFile } from "node:fs/promises";

// Written once the page's address is known.
export const GET = async () => new Response(await readFile("settings.json"));

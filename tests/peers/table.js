// Makes the table of the document anew: `node tests/peers/table.js`. With `--run` it does all rows with
// all clients first, and keeps what comes of it in expected.json.
import { readFile, writeFile } from "node:fs/promises";
import { DOCUMENT, EXPECTED } from "./files.js";
import { withTable } from "./markdown.js";
import { versions } from "./clients.js";
import { runMatrix } from "./matrix.js";

if (process.argv.includes("--run")) {
  const { cells } = await runMatrix();
  await writeFile(EXPECTED, `${JSON.stringify({ versions: await versions(), cells }, null, 2)}\n`);
}
const expected = JSON.parse(await readFile(EXPECTED, "utf8"));
await writeFile(DOCUMENT, withTable(await readFile(DOCUMENT, "utf8"), expected));

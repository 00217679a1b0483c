import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const COUNT = 1_000_000;
/** How much the heap may grow, in bytes, with the garbage that lies about. */
const LIMIT = 32 * 1024 * 1024;

const start = (name, args, execArgv) => fork(fileURLToPath(new URL(name, import.meta.url)), args, { execArgv });

/**
 * Reads a million entries of the Permission Center's export, and the same with JSON.parse of the whole body.
 *
 * @returns {Promise<{ rows: string[][], fault: string | null }>}
 */
export async function benchExport() {
  const server = start("export-server.js", [String(COUNT)]);
  const [{ port }] = await once(server, "message");
  try {
    const list = await read("list", port);
    const parse = await read("parse", port);
    return {
      rows: [row("list()", list), row("JSON.parse of the whole body", parse)],
      fault: list.peak > LIMIT ? `list() may make the heap grow by ${mebibytes(LIMIT)}.` : null,
    };
  } finally {
    server.disconnect();
    await once(server, "exit");
  }
}

async function read(way, port) {
  const reader = start("export-reader.js", [way, `http://127.0.0.1:${port}`], ["--expose-gc"]);
  const [result] = await once(reader, "message");
  if (result.count !== COUNT) throw new Error(`${way} found ${result.count} entries`);
  return result;
}

const row = (what, { count, seconds, peak }) => [
  `${count.toLocaleString("en")} exported entries with ${what}`,
  `${Math.round(count / seconds).toLocaleString("en")} entries/s`,
  `${mebibytes(peak)} of heap`,
];

const mebibytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

import { launchChromium } from "../lib/chromium.js";
import { CLIENTS, NOT_APPLICABLE } from "./clients.js";
import { startProvider } from "./provider.js";
import { ROWS } from "./rows.js";
import { Session } from "./session.js";
import { serveClients } from "./site.js";

/**
 * Does all rows with all clients.
 *
 * @returns {Promise<{ cells: Cells, errors: Record<string, Record<string, { why: string, code: string }>> }>}
 *   both by row and client; `errors` holds the last error of those that had one
 *
 * @typedef {Record<string, Record<string, string>>} Cells
 */
export async function runMatrix() {
  const closing = [];
  const keep = async (part) => (closing.push(await part), part);
  try {
    const [browser, provider, site] = await Promise.all([
      keep(launchChromium(["--host-resolver-rules=MAP *.test 127.0.0.1"])),
      keep(startProvider()),
      keep(serveClients(CLIENTS.map(({ name }) => name))),
    ]);
    const columns = await Promise.all(CLIENTS.map((client) => runClient(client, browser, provider, site)));
    return { cells: transposed(columns, "cells"), errors: transposed(columns, "errors") };
  } finally {
    await Promise.all(closing.map((part) => part.close()));
  }
}

/** All rows with one client, one after the other: they share its storage. */
async function runClient({ name, notApplicable }, browser, provider, site) {
  const context = await browser.newContext();
  const openPage = async (host) => {
    const page = await context.newPage();
    await page.goto(site.address(name, host));
    return page;
  };
  const session = new Session(await openPage(), provider, openPage);
  const cells = {};
  const errors = {};
  for (const [id, row] of ROWS) {
    if (id in notApplicable) {
      cells[id] = NOT_APPLICABLE;
      continue;
    }
    session.error = undefined;
    await session.forget();
    cells[id] = await row.scenario(session, row).catch((cause) => {
      throw new Error(`${name}, ${id}: ${cause.message}`, { cause });
    });
    if (session.error) errors[id] = session.error;
  }
  return { name, cells, errors };
}

function transposed(columns, part) {
  return Object.fromEntries([...ROWS.keys()].map((id) => {
    const entries = columns.filter((column) => id in column[part]).map((column) => [column.name, column[part][id]]);
    return [id, Object.fromEntries(entries)];
  }));
}

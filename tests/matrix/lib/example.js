import { join } from "node:path";
import { json } from "node:stream/consumers";
import { startSandbox } from "consentkey-sandbox";
import { createPermissions } from "consentkey/server";
import { countRequests, launchChromium } from "../../lib/chromium.js";
import { listen } from "../../lib/listen.js";
import { answerBroker } from "../../lib/sign-in.js";
import { sendFile } from "./files.js";
import { freePort, serve } from "./serve.js";

/** For something to appear on a page, in milliseconds: development servers bundle when they are asked. */
const PATIENCE = 30_000;

/** What the examples name, since they are started one by one. */
const SANDBOX = "http://localhost:4400";
const SERVER = "http://localhost:3000";

/** The project of an example. */
export const sourcesOf = (name) => [`../../examples/${name}`];

/**
 * Builds an example and goes through it as visitors do.
 *
 * @param {import("./project.js").Project} project
 * @param {{ build?: string[], server?: string[], folder?: string }} how `server` is the command that serves the page;
 *   or a `folder` is served, with what was built
 */
export async function runExample(project, { build, server, folder }) {
  let sandbox;
  // The server of a site whose example has none, and its pages.
  const site = await listen(async (request, response) => {
    if (request.url !== "/consent") return sendFile(response, join(project.folder, folder), new URL(request.url, "http://page").pathname);
    response.writeHead(await write(sandbox, await json(request)).then(() => 204, () => 502)).end();
  });
  const siteOrigin = `http://127.0.0.1:${site.port}`;
  project.port = server ? await freePort() : site.port;
  const origin = `http://127.0.0.1:${project.port}`;
  sandbox = await startSandbox({ port: 0, redirectUris: [`${origin}/`] });
  let page;
  try {
    await project.replace({ [SANDBOX]: sandbox.origin, [SERVER]: siteOrigin });
    if (build) await project.run(...build);
    project.noWarning();
    if (server) page = await serve(project, ...server);
    await visit(origin, sandbox);
  } finally {
    await page?.close();
    await Promise.all([site.close(), sandbox.close()]);
  }
}

async function write({ endpoints }, { token, accepted }) {
  const permissions = await createPermissions({ token, endpoints });
  return permissions.write({ idconsent: accepted ? "VALID" : "INVALID" });
}

async function visit(origin, sandbox) {
  const browser = await launchChromium();
  const written = () => sandbox.permissionCenter.requests.map(({ body }) => JSON.parse(body).idconsent).join();
  try {
    await inWindow(await open(browser, origin, sandbox), written);
    await inPage(await open(browser, origin, sandbox), written);
  } finally {
    await browser.close();
  }
}

/** One who accepts, says no to netID, then yes. */
async function inWindow({ page, says, press, tokenRequests, faults }, written) {
  await page.goto("/");
  await says("May we measure how our articles are read?");
  await press("Accept");
  await says("You accepted.");
  await answerBroker(await window(page, press), { answer: "Refuse" });
  await says("You accepted. netID does not keep it: your choice counts on this site.");
  // Signed in by now.
  await (await window(page, press)).getByRole("button", { name: "Allow", exact: true }).click();
  await says("You accepted. netID keeps your choice.");
  await page.reload();
  await says("You accepted. netID keeps your choice.");
  // What a second component would send comes after the words of the first.
  await page.waitForLoadState("networkidle");
  expect("requests for a token", tokenRequests(), 1);
  expect("choices at the Permission Center", written(), "VALID");
  expect("errors", faults.join(), "");
}

/** One who rejects, and whose browser opens no windows. */
async function inPage({ page, says, press, tokenRequests, faults }, written) {
  await page.addInitScript(() => (globalThis.open = () => null));
  await page.goto("/");
  await press("Reject");
  await press("Keep my choice with netID");
  await answerBroker(page);
  await says("You rejected. netID keeps your choice.");
  await page.waitForLoadState("networkidle");
  expect("requests for a token", tokenRequests(), 1);
  expect("choices at the Permission Center", written(), "VALID,INVALID");
  expect("errors", faults.join(), "");
}

async function open(browser, origin, { endpoints }) {
  const context = await browser.newContext({ baseURL: origin });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  return {
    page,
    faults,
    tokenRequests: countRequests(context, endpoints.token),
    // Twice, because the banner is.
    says: async (words) => {
      const status = page.getByRole("status").getByText(words, { exact: true });
      await status.nth(1).waitFor().catch(async () => {
        const said = await page.getByRole("status").allTextContents();
        throw new Error(`The page says "${said.join('", "')}" instead of "${words}". ${faults.join("; ")}`);
      });
    },
    press: (name) => page.getByRole("button", { name }).nth(1).click(),
  };
}

async function window(page, press) {
  const opened = page.waitForEvent("popup");
  await press("Keep my choice with netID");
  return opened;
}

function expect(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: "${found}" instead of "${wanted}"`);
}

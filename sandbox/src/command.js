#!/usr/bin/env node
// `npx consentkey-sandbox http://localhost:5173/`
import { parseArgs } from "node:util";
import { startSandbox } from "./index.js";

const USAGE = "npx consentkey-sandbox http://localhost:5173/ [--port=4400] [--state=file.json]";

try {
  const { redirectUris, port, stateFile } = read();
  // On the host of the page, since browsers send the Permission Center's cookie along within one site only.
  const host = new URL(redirectUris[0]).hostname === "127.0.0.1" ? "127.0.0.1" : "localhost";
  const sandbox = await startSandbox({ host, port, redirectUris, stateFile, log: console.log });
  tell(sandbox, { port, redirectUri: redirectUris[0] });
} catch (error) {
  console.error(`${error.message}\nUsage: ${USAGE}`);
  process.exitCode = 1;
}

function read() {
  const options = { port: { type: "string", default: "4400" }, state: { type: "string" } };
  const { values, positionals: redirectUris } = parseArgs({ options, allowPositionals: true });
  if (redirectUris.length === 0) throw new TypeError("Name the redirect URI of your page, exactly as the page gives it.");
  const wrong = redirectUris.find((uri) => !URL.canParse(uri));
  if (wrong !== undefined) throw new TypeError(`"${wrong}" is no absolute address.`);
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) throw new TypeError("A port is a whole number up to 65535.");
  return { redirectUris, port: Number(values.port), stateFile: values.state };
}

function tell({ origin, endpoints, bankid }, { port, redirectUri }) {
  const used = Number(new URL(origin).port);
  if (port !== 0 && used !== port) console.log(`Port ${port} is taken: ${used} is used in its place.`);
  console.log(`netID and BankID for development are at ${origin}/, which lists clients and users; Ctrl+C stops them.\n`);
  console.log("Options for createNetidClient in your page:");
  console.log(JSON.stringify({ clientId: "demo-rs256", redirectUri, endpoints }, null, 2));
  console.log("Options for createBankidClient:");
  console.log(JSON.stringify({ clientId: "demo-bank-page", redirectUri, endpoints: { issuer: bankid.issuer } }, null, 2));
}

// Why netID would say no, seen from a developer's machine or a server.
import { parseArgs } from "node:util";
import { createNetidClient } from "../dist/index.js";

const OLDEST_NODE = 20;
/** The longest that a timer can be set for, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;
const STATUS_PAGE = "https://status.netid.de";

const OPTIONS = {
  "client-id": { type: "string" },
  "redirect-uri": { type: "string" },
  environment: { type: "string" },
  "tapp-id": { type: "string" },
  endpoint: { type: "string", multiple: true },
  timeout: { type: "string" },
  help: { type: "boolean" },
};

/**
 * Looks at everything and says what it finds.
 *
 * @param {string[]} given arguments of the command line
 * @param {(line: string) => void} say
 * @param {string} usage
 * @returns {Promise<0 | 1 | 2>} 0 where all is well, 1 where something is wrong, 2 for arguments that can't be read
 */
export async function doctor(given, say, usage) {
  let values;
  try {
    ({ values } = parseArgs({ args: given, options: OPTIONS }));
  } catch (error) {
    say(`${error.message}\n${usage}`);
    return 2;
  }
  if (values.help) {
    say(usage);
    return 0;
  }
  let client;
  try {
    client = await createNetidClient(clientOptions(values));
  } catch (error) {
    // Options that it refuses are this command's own, under other names.
    say(`✘ ${error.message}\n${usage}`);
    return 2;
  }
  const answers = await Promise.all([runtime(), surroundings(client), registration(client, values)]);
  const lines = answers.flat();
  for (const { isWell, text } of lines) say(`${isWell ? "✔" : "✘"} ${text}`);
  const isWell = lines.every((line) => line.isWell);
  say(isWell ? "Nothing is wrong, as far as can be seen from here." : "See the next steps above; https://consentkey.dev/diagnosis says more.");
  return isWell ? 0 : 1;
}

function clientOptions({ "client-id": clientId, "redirect-uri": redirectUri, environment, "tapp-id": tappId, endpoint = [], timeout }) {
  const endpoints = Object.fromEntries(endpoint.map((pair) => pair.split(/=(.*)/s)).map(([name, address = ""]) => [name, address]));
  return {
    // Addresses and clock can be looked at without a client.
    clientId: clientId ?? "doctor",
    redirectUri: redirectUri ?? "https://doctor.invalid/",
    environment,
    tappId,
    endpoints,
    timeout: timeout === undefined ? undefined : Number(timeout),
    storage: "memory",
    // Whatever a flow needs is looked at.
    flow: "loginPermission",
  };
}

const well = (text) => ({ isWell: true, text });
const wrong = (text) => ({ isWell: false, text });

function runtime() {
  const [major] = process.versions.node.split(".");
  if (Number(major) >= OLDEST_NODE) return well(`Node ${process.versions.node} runs consentkey.`);
  return wrong(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE} or newer.`);
}

async function surroundings(client) {
  const found = await client.diagnose();
  if (found.length > 0) return found.map(({ code, message }) => wrong(`${message} (${code})`));
  return [
    well("The Broker, its discovery document (or key set, where you gave its address) and the Permission Center answer."),
    well("This machine's clock agrees with the Broker's, as far as it tells the time."),
  ];
}

/** Whether netID takes client id and redirect URI: it says so before anybody signs in. */
async function registration(client, values) {
  const { "client-id": clientId, "redirect-uri": redirectUri, timeout = 10 } = values;
  if (!clientId || !redirectUri) {
    return [well("Client id and redirect URI were not looked at: give --client-id and --redirect-uri, as registered.")];
  }
  try {
    const signal = AbortSignal.timeout(Math.min(Number(timeout) * 1000, LONGEST_TIMER));
    const { status, headers, body } = await fetch(client.authorize({ flow: "permission" }).url, { redirect: "manual", signal });
    await body?.cancel();
    return [meaningOf(status, headers.get("location"), redirectUri)];
  } catch {
    return [wrong(`The authorization endpoint can't be reached. Check network, proxy and certificates, then ${STATUS_PAGE}.`)];
  }
}

function meaningOf(status, location, redirectUri) {
  const error = status >= 300 && status < 400 ? errorIn(location, redirectUri) : undefined;
  if (error) {
    return wrong(`netID knows client id and redirect URI, and refuses the request (${error}): compare flow and scope with what is registered.`);
  }
  if (status < 400) return well("netID takes this client id with this redirect URI, and goes on to the sign-in.");
  if (status >= 500) return wrong(`The authorization endpoint has a fault of its own (${status}): try again later, and see ${STATUS_PAGE}.`);
  if (status === 429) return wrong("netID had too many questions from here: wait, then try again.");
  return wrong(
    `netID refuses this client id with this redirect URI (${status}). Most likely first: the redirect URI is not registered ` +
      "character for character (scheme, www, port, path, last slash); the client id is another one, or of another environment; " +
      "the service is not active. Compare them with netID's registration.",
  );
}

/** The provider's `error` where it sends the user straight back. */
function errorIn(location, redirectUri) {
  if (!location?.startsWith(redirectUri)) return undefined;
  const error = new URL(location).searchParams.get("error");
  return error && /^[\w-]{1,60}$/.test(error) ? error : error && "an unreadable error";
}

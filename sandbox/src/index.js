import { REALM_PATH, createRealm } from "./bankid/index.js";
import { clients as bankidClients } from "./bankid/clients.js";
import { users as bankidUsers } from "./bankid/users.js";
import { createBroker } from "./broker/index.js";
import { clients } from "./broker/clients.js";
import { users } from "./broker/users.js";
import { guarded, listen, redirectToOrigin } from "./http.js";
import { assertLifetimes } from "./lifetimes.js";
import { EXPORT_ACCESS } from "./permission-center/export.js";
import { PERMISSION_CENTER_PATH, SIGN_OUT, createPermissionCenter } from "./permission-center/index.js";
import { SIGNDOC_PATH, createSigndoc } from "./signdoc/index.js";
import { Orders } from "./signdoc/orders.js";

/**
 * Below it stands the Permission Center once more. The cookie's path does not cover it, so a browser sends none
 * along, as one that blocks third-party cookies.
 */
const WITHOUT_COOKIES = "/without-cookies";

/**
 * Starts a local netID, Broker and Permission Center, and a local BankID with SignDoc, for development and tests.
 *
 * @param {object} [options]
 * @param {string} [options.host] address to listen on, default "127.0.0.1"
 * @param {number} [options.port] default 4400; 0, or a port that is taken: any free one
 * @param {string[]} [options.redirectUris] exact redirect URIs, registered for every client
 * @param {string[]} [options.allowedOrigins] origins that get CORS answers, default those of `redirectUris`
 * @param {Partial<typeof import("./broker/index.js").LIFETIMES & typeof import("./bankid/index.js").BANKID_LIFETIMES &
 *   typeof import("./signdoc/orders.js").ORDER_LIFETIMES>} [options.lifetimes] in seconds, to see things expire sooner;
 *   fractions only for `signOrder` and `signedOrder`
 * @param {string} [options.stateFile] keeps what the Permission Center stores over restarts, default only in memory
 * @param {number} [options.exportSize] made-up entries for each partner in the export, default 0
 * @param {(line: string) => void} [options.log] told of each event in one line; nothing is printed otherwise
 * @returns {Promise<{ issuer: string, origin: string, endpoints: { issuer: string, authorization: string, token: string,
 *   userinfo: string, jwks: string, permissionRead: string, permissionWrite: string, permissionExport: string },
 *   endpointsWithoutCookies: { permissionRead: string, permissionWrite: string, permissionExport: string },
 *   bankid: { issuer: string, endpoints: Record<string, string>, clients: typeof bankidClients, users: typeof bankidUsers,
 *   tokenRequests: object[], signdoc: { requests: object[], answerNext: (answer: Function) => void },
 *   verifyAccessToken: (token: string) => Promise<object> },
 *   exportAccess: typeof EXPORT_ACCESS, permissionCenter: { requests: object[], answerNext: (answer: Function) => void,
 *   deleteAccount: (accountId: string) => Promise<void> }, clients: typeof clients, users: typeof users,
 *   verifyPermissionToken: (token: string) => Promise<object>, close: () => Promise<void> }>}
 * @throws {TypeError} where a redirect URI or an origin can't be registered, or a lifetime is none
 */
export async function startSandbox({
  host = "127.0.0.1",
  port = 4400,
  redirectUris = [],
  allowedOrigins,
  lifetimes,
  stateFile,
  exportSize,
  log = () => {},
} = {}) {
  assertAddresses(redirectUris, allowedOrigins);
  assertLifetimes(lifetimes);
  let opened;
  const providers = new Promise((resolve) => {
    opened = resolve;
  });
  const server = await listen(guarded(log, async (request, response) => {
    const { broker, center, realm, signdoc } = await providers;
    if (request.url.startsWith(`${SIGNDOC_PATH}/`)) return signdoc.handle(request, response);
    if (request.url.startsWith(WITHOUT_COOKIES)) request.url = request.url.slice(WITHOUT_COOKIES.length);
    if (request.url.startsWith(`${PERMISSION_CENTER_PATH}/`)) return center.handle(request, response);
    if (redirectToOrigin(request, response, server.origin)) return;
    if (request.url.startsWith(`${REALM_PATH}/`)) return realm.handle(request, response);
    return broker.handle(request, response);
  }), { host, port });
  const { origin, close } = server;
  try {
    const common = { origin, redirectUris, allowedOrigins: allowedOrigins ?? originsOf(redirectUris), lifetimes, log };
    const bankid = await createBankid(common);
    opened({ ...(await createNetid({ ...common, stateFile, exportSize, neighbour: bankid.realm.facts })), ...bankid });
  } catch (error) {
    await close();
    throw error;
  }
  const { broker, center, realm, signdoc } = await providers;
  const { issuer, verifyPermissionToken } = broker;
  return {
    issuer,
    origin,
    endpoints: { ...broker.endpoints, ...permissionEndpoints(origin) },
    endpointsWithoutCookies: permissionEndpoints(origin + WITHOUT_COOKIES),
    clients,
    users,
    verifyPermissionToken,
    permissionCenter: center.control,
    exportAccess: EXPORT_ACCESS,
    bankid: {
      issuer: realm.issuer,
      endpoints: realm.endpoints,
      clients: bankidClients,
      users: bankidUsers,
      tokenRequests: realm.tokenRequests,
      signdoc: signdoc.control,
      verifyAccessToken: realm.verifyAccessToken,
    },
    close,
  };
}

/** The two know each other: by the tokens of the one, and by the cookie that its sign-in sets. */
async function createNetid({ allowedOrigins, stateFile, exportSize, ...options }) {
  let broker;
  const center = await createPermissionCenter({
    clients,
    allowedOrigins,
    stateFile,
    exportSize,
    verifyPermissionToken: (token) => broker.verifyPermissionToken(token),
  });
  broker = await createBroker({ ...options, allowedOrigins, deviceCookie: { set: center.signIn, clear: SIGN_OUT } });
  return { broker, center };
}

/** The two know each other: by the tokens of the one, and by the orders that its users sign. */
async function createBankid({ origin, lifetimes, log, ...options }) {
  const orders = new Orders(lifetimes);
  const realm = await createRealm({ ...options, origin, lifetimes, log, orders, signdoc: origin + SIGNDOC_PATH });
  return { realm, signdoc: createSigndoc({ orders, verifyAccessToken: realm.verifyAccessToken, log }) };
}

function permissionEndpoints(origin) {
  const service = (name) => `${origin}${PERMISSION_CENTER_PATH}/${name}`;
  return { permissionRead: service("read"), permissionWrite: service("write"), permissionExport: service("export") };
}

// `URL` tells none of a browser extension's.
const originOf = ({ protocol, host }) => `${protocol}//${host}`;

function assertAddresses(redirectUris, allowedOrigins = []) {
  const relative = redirectUris.find((uri) => !URL.canParse(uri));
  if (relative !== undefined) {
    throw new TypeError(`redirectUris: "${relative}" is not an absolute URI`);
  }
  const longer = allowedOrigins.find((origin) => !URL.canParse(origin) || originOf(new URL(origin)) !== origin);
  if (longer !== undefined) {
    throw new TypeError(`allowedOrigins: "${longer}" is not an origin; one looks like "http://127.0.0.1:5173"`);
  }
}

// A custom scheme has no origin and sends no CORS requests.
function originsOf(redirectUris) {
  return redirectUris.map((uri) => new URL(uri).origin).filter((origin) => origin !== "null");
}

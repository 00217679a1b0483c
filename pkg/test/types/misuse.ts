// What must not compile. Compiled by types.test.js, never run.
import init, { ConsentKeyError, createClient, createNetidClient, createPkce, initSync, isConsentKeyError } from "consentkey";
import type { AuthorizationCode, Client, ConsentKeyErrorCode, Grant, NetidClient } from "consentkey";

declare const netid: NetidClient;
declare const grant: Grant;
declare const error: ConsentKeyError;
const client = { clientId: "client", redirectUri: "https://publisher.example/" };

export const wrong = [
  // @ts-expect-error: null is no source
  init(null),
  // @ts-expect-error: initSync has nothing to fall back on
  initSync(),
  // @ts-expect-error: the challenge method is no choice
  createPkce("plain"),
  // @ts-expect-error: the options are needed
  createNetidClient(),
  // @ts-expect-error: so is the client id
  createNetidClient({ redirectUri: client.redirectUri }),
  // @ts-expect-error: and the redirect URI
  createNetidClient({ clientId: "client" }),
  // @ts-expect-error: an unknown flow
  createNetidClient({ ...client, flow: "permissions" }),
  // @ts-expect-error: HMAC needs a secret, which a page does not have
  createNetidClient({ ...client, idTokenAlg: "HS256" }),
  // @ts-expect-error: nor is there an option for one
  createNetidClient({ ...client, clientSecret: "secret" }),
  // @ts-expect-error: an unknown storage
  createNetidClient({ ...client, storage: "cookie" }),
  // @ts-expect-error: a storage that answers later
  createNetidClient({ ...client, storage: { getItem: async () => null, setItem() {}, removeItem() {} } }),
  // @ts-expect-error: seconds are a number
  createNetidClient({ ...client, timeout: "10s" }),
  // @ts-expect-error: an unknown endpoint
  createNetidClient({ ...client, endpoints: { revocation: "https://broker.netid.de/revoke" } }),
  // @ts-expect-error: the issuer of netID is known
  createNetidClient({ ...client, issuer: "https://broker.netid.de/" }),
  // @ts-expect-error: a scope is needed
  createClient({ ...client, issuer: "https://provider.example" }),
  // @ts-expect-error: flows are netID's
  createClient({ ...client, scope: "openid", flow: "login" }),
  // @ts-expect-error: extra parameters are strings
  netid.authorize({ extra: { display: 1 } }),
  // @ts-expect-error: claims are wanted in userinfo or in the ID token
  netid.authorize({ claims: { email: null } }),
  // @ts-expect-error: voluntary is null
  netid.authorize({ claims: { userinfo: { email: true } } }),
  // @ts-expect-error: an address or a URL
  netid.handleRedirect(location),
  // @ts-expect-error: userinfo takes the grant
  netid.userinfo(grant.accessToken),
];

// @ts-expect-error: authorize() is synchronous
export const later: Promise<unknown> = netid.authorize();
// @ts-expect-error: there may be no response
export const surely: Promise<Grant> = netid.handleRedirect();
// @ts-expect-error: nor here
export const code: AuthorizationCode = netid.parseRedirect();
// @ts-expect-error: a grant may have no permission token
export const token: string = grant.permissionToken.value;
declare const permission: NetidClient<"permission">;
export const otherFlows = [
  // @ts-expect-error: a client of one flow has no other
  permission.redirect({ flow: "login" }),
  // @ts-expect-error: in a window neither
  permission.popup({ flow: "loginPermission" }),
  // @ts-expect-error: there may be no response to it either
  (await permission.handleRedirect()).permissionToken,
];
// @ts-expect-error: a sign-in has no token for the Permission Center that is always there
export const afterSignIn: string = (await (await createNetidClient({ ...client, flow: "loginPermission" })).popup()).permissionToken.value;
// @ts-expect-error: a relay keeps the token
export const relayed: string = (await (await createNetidClient({ ...client, flow: "permission", relay: "/consentkey" })).popup()).permissionToken.value;
// @ts-expect-error: any flow may come where none is named
export const unnamed: string = (await (await createNetidClient(client)).popup()).permissionToken.value;
// @ts-expect-error: it has to be asked whether it is one
export const codeOf = (caught: unknown) => isConsentKeyError(caught) || caught.code;
// @ts-expect-error: an unknown code
export const unknown: ConsentKeyErrorCode = "invalid_state";
// @ts-expect-error: an unknown reason
export const because: boolean = error.reason === "expired";
// @ts-expect-error: clients are made by the create functions
export const made: Client = new Client(client);
// @ts-expect-error: a code that nobody documents
export const invented = new ConsentKeyError("oops", "");

export const wrongPermissions = [
  // @ts-expect-error: identifiers have names of their own
  netid.permissions.read({ identifiers: ["tpid"] }),
  // @ts-expect-error: consent is given in netID's words
  netid.permissions.write({ idconsent: "valid" }),
  // @ts-expect-error: what is to be stored is needed
  netid.permissions.write(),
  // @ts-expect-error: a page has no secret
  createNetidClient({ ...client, clientSecret: "secret" }),
];

// Everything the package exports, used as its documentation says. Compiled by types.test.js, never run.
import init, { ConsentKeyError, createClient, createNetidClient, createPkce, initSync, isConsentKeyError } from "consentkey";
import type {
  AccessToken,
  AuthorizationCode,
  AuthorizationRequest,
  AuthorizeOptions,
  ClaimRequest,
  ClaimsRequest,
  Client,
  ClientOptions,
  CommonOptions,
  ConsentKeyErrorCode,
  ConsentKeyErrorDetails,
  Diagnosis,
  DiagnosisCode,
  Endpoints,
  Grant,
  GrantOf,
  IdTokenAlg,
  IdTokenClaims,
  IdTokenInvalidReason,
  JsonValue,
  NetidClaims,
  NetidClient,
  NetidFlow,
  NetidOptions,
  PermissionGrant,
  PermissionToken,
  Pkce,
  RequestedClaims,
  SignInOptions,
  TransactionStorage,
} from "consentkey";

import { createAccessTokenVerifier, createBankidBackend, createNetidBackend, createPermissionExport, createPermissions, createRelay, isConsentKeyError as isErrorOfServer, toNodeHandler } from "consentkey/server";
import type { AccessTokenVerifier, ExportedPermission, NetidBackend, OrderState, PermissionExport, RelayEvent, RelayHandler } from "consentkey/server";
import { connectTcf, inspectTcString } from "consentkey/tcf";
import type { TcStringFacts, TcStringProblem, TcfConnection, TcfOptions } from "consentkey/tcf";
import { consentmanager } from "consentkey/cmp/consentmanager";
import { sourcepoint } from "consentkey/cmp/sourcepoint";
import { usercentrics } from "consentkey/cmp/usercentrics";
import type { NetidButton, NetidGrantDetail, NetidPermission } from "consentkey/elements";
import type { Identifier, PermissionCenter, PermissionSettings, PrivacyStatus, SubjectIdentifiers } from "consentkey";

interface Reading {
  article: number;
  section?: string;
}

export async function load(bytes: Uint8Array<ArrayBuffer>, module: WebAssembly.Module): Promise<Pkce> {
  for (const source of ["/consentkey.wasm", new URL("https://cdn.example/"), new Response(), bytes, module]) {
    await init(source);
  }
  await init();
  initSync(bytes);
  initSync(module);
  const pkce = createPkce();
  const method: "S256" = pkce.codeChallengeMethod;
  return { codeVerifier: pkce.codeVerifier, codeChallenge: pkce.codeChallenge, codeChallengeMethod: method };
}

export const claims: ClaimsRequest = {
  userinfo: { email: { essential: true }, birthdate: null, gender: { values: ["female", "diverse"] } },
  id_token: { sub: null, "https://provider.example/tier": { value: 1 } },
};
const wanted: ClaimRequest = { essential: false };
const known: NetidClaims = { shipping_address: wanted };
const others: Record<string, ClaimRequest> = { locale: null };
export const requested: RequestedClaims = { ...known, ...others };

const pages: TransactionStorage = sessionStorage;
const endpoints: Partial<Endpoints> = { issuer: "http://127.0.0.1:4400/", jwks: "http://127.0.0.1:4400/jwks" };
const common: CommonOptions = {
  clientId: "client",
  redirectUri: "https://publisher.example/",
  endpoints,
  storage: pages,
  idTokenAlg: "Ed25519" satisfies IdTokenAlg,
  trustedAudiences: ["project"] as const,
  dangerouslyAllowUnverifiedIdToken: false,
  clockTolerance: 60,
  timeout: 10,
  transactionLifetime: 900,
};
const flow: NetidFlow = "loginPermission";
const netid: NetidOptions = { ...common, flow, claims, environment: "qa" };
const other: ClientOptions = { ...common, issuer: "https://provider.example", scope: "openid profile" };

export async function signIn(reading: Reading): Promise<AuthorizationRequest[]> {
  const client: NetidClient = await createNetidClient(netid);
  const plain: Client = await createClient({ ...other, scope: ["openid", "profile"] as const });
  const options: AuthorizeOptions = {
    flow: "login",
    claims,
    scope: ["email"],
    prompt: "login",
    maxAge: 0,
    loginHint: "mia@example.com",
    uiLocales: "de en",
    acrValues: "urn:example:1",
    signId: "order",
    appState: reading,
    extra: { display: "page" },
  };
  client.redirect(options);
  plain.redirect();
  return [client.authorize(), client.authorize(options), plain.authorize({ scope: "openid" })];
}

export async function inWindow(client: Client, signal: AbortSignal): Promise<Grant> {
  await client.popup();
  return client.popup({ flow: "login", width: 400, height: 600, signal });
}

export async function permissionOnly(): Promise<string[]> {
  const client = await createNetidClient({ ...common, flow: "permission" });
  const options: SignInOptions<"permission"> = { flow: "permission", appState: 1 };
  client.redirect(options);
  const code: AuthorizationCode = await client.popup({ ...options, exchange: false });
  const grant: PermissionGrant = await client.popup(options);
  const token: PermissionToken = grant.permissionToken;
  const found: GrantOf<"permission"> | null = await client.handleRedirect();
  // A client of one flow goes where any client does, and what it gives where any grant does.
  const any: NetidClient = client;
  const wide: Grant[] = [grant];
  connectTcf(any.permissions);
  return [code.code, token.value, found?.permissionToken.value ?? "", String(wide.length)];
}

export async function severalFlows(): Promise<(string | undefined)[]> {
  const client = await createNetidClient(common);
  client.redirect({ flow: "login" });
  const { permissionToken } = await client.popup({ flow: "permission" });
  const login: NetidClient<"login"> = await createNetidClient({ ...common, flow: "login" });
  const { claims } = await login.popup();
  return [permissionToken?.value, claims?.sub];
}

export async function answer(client: Client, signal: AbortSignal): Promise<string | undefined> {
  const grant: Grant | null = await client.handleRedirect(new URL("https://publisher.example/?code=1&state=2"));
  if (grant === null) return;
  const token: AccessToken | null = grant.permissionToken ?? grant.accessToken;
  const expiry: number | null | undefined = token?.expiresAt;
  const idToken: IdTokenClaims | null = grant.claims;
  const subject: string | undefined = idToken?.sub;
  const name: JsonValue | undefined = idToken?.given_name;
  const reading = grant.appState as unknown as Reading;
  const person: Record<string, unknown> = await client.userinfo(grant, { signal });
  await client.userinfo(grant);
  const rest: [string[], string | null, string | null, boolean] =
    [grant.scope, grant.refreshToken, grant.idToken, grant.relayed];
  return [token?.tokenType, token?.value, token?.scope, expiry, subject, name, reading.article, person, rest].join();
}

export async function whyNot(client: Client): Promise<DiagnosisCode[]> {
  const found: Diagnosis[] = await client.diagnose();
  for (const { message, docs } of found) console.warn(message, docs);
  return found.map(({ code }) => code);
}

export function forTheBackEnd(client: NetidClient): string {
  const code: AuthorizationCode | null = client.parseRedirect() ?? client.parseRedirect("https://publisher.example/");
  return JSON.stringify(code);
}

export function codesOf(caught: unknown[]): ConsentKeyErrorCode[] {
  return [...caught.filter(isConsentKeyError), ...caught.filter(isErrorOfServer)].map(({ code }) => code);
}

export function explain(failure: unknown): string {
  if (!(failure instanceof ConsentKeyError)) throw failure;
  const code: ConsentKeyErrorCode = failure.code;
  const reason: IdTokenInvalidReason | undefined = failure.reason;
  switch (code) {
    case "access_denied":
      return "Nothing was stored.";
    case "id_token_invalid":
      return reason === "exp" ? "Is the clock right?" : "Please try again.";
    default: {
      const { name, message, status, error, errorDescription, errorUri, statusCode, cause } = failure;
      return [name, message, status, error, errorDescription, errorUri, statusCode, cause].join();
    }
  }
}

const details: ConsentKeyErrorDetails = { status: 400, error: "invalid_grant" };
export const forTests = new ConsentKeyError("token_request_failed", "Refused.", details);

export async function permissions(client: NetidClient, signal: AbortSignal): Promise<string | null> {
  const identifiers: Identifier[] = ["TPID"];
  const status: PrivacyStatus = await client.permissions.read({ identifiers, signal });
  const settings: PermissionSettings = { idconsent: "VALID", iabTcString: status.iabTcString?.value ?? "C" };
  const stored: SubjectIdentifiers = await client.permissions.write(settings, { signal, tcfProblems: "warn" });
  return status.statusCode === "PERMISSIONS_FOUND" ? stored.syncId : null;
}

export async function inStep(permissions: PermissionCenter): Promise<number | undefined> {
  const options: TcfOptions = {
    idconsent: (tcData) => (tcData.purpose.consents[1] ? "VALID" : undefined),
    inject: async (tcString: string) => void tcString.length,
    cache: false,
    adtechPass: true,
    tcfProblems: "refuse",
    onStatus: (status) => status?.subjectIdentifiers.tpid,
    onError: ({ code, problem }: { code: string; problem?: TcStringProblem }) => problem ?? code,
  };
  const connection: TcfConnection = connectTcf(permissions, options);
  await connection.flush();
  connection.disconnect();
  return (await connection.status)?.idconsent?.changedAt;
}

export function problems(tcString: string): TcStringProblem[] {
  const facts: TcStringFacts = inspectTcString(tcString);
  return facts.segments.includes("disclosedVendors") ? facts.problems : [];
}

export async function relaying(events: RelayEvent[]): Promise<RelayHandler> {
  const backend = await createNetidBackend({ clientId: "c", clientAuth: "none", redirectUri: "https://publisher.example/" });
  const cookie = { name: "grant", domain: "publisher.example", sameSite: "none", secure: true, partitioned: true } as const;
  const relay = await createRelay({
    backend,
    secret: ["new", "old"],
    basePath: "/",
    allowedOrigins: ["https://cmp.example"],
    trustProxy: true,
    cookie,
    onEvent: (event) => void events.push(event),
  });
  const handle = toNodeHandler(relay);
  const page = await createNetidClient({ clientId: "c", redirectUri: "https://publisher.example/", relay: "/consentkey" });
  await page.permissions.read();
  return typeof handle === "function" ? relay : relay;
}

export async function onServer(page: AuthorizationCode, signal: AbortSignal): Promise<ExportedPermission[]> {
  const options = { clientId: "client", clientSecret: "secret", redirectUri: "https://publisher.example/" };
  const backend: NetidBackend = await createNetidBackend({ ...options, clientAuth: "client_secret_post", environment: "qa" });
  const { permissionToken } = await backend.exchange(page);
  await backend.exchange({ code: page.code, flow: "login" });
  await backend.exchange({ ...page, scope: "openid email", maxAge: page.maxAge ?? 300 });
  if (permissionToken) await backend.permissions(permissionToken).read();
  await backend.permissions("token").write({ idconsent: "INVALID" });
  await (await createPermissions({ token: permissionToken ?? "token", environment: "qa", timeout: 5 })).read({ signal });
  const verifier: AccessTokenVerifier = createAccessTokenVerifier({ issuer: "https://issuer.example", audience: ["a", "b"] });
  const { aud } = await verifier.verify("token");
  const bank = await createBankidBackend({ clientId: "c", clientSecret: `${aud}`, signdoc: { signIdIn: "path", resultMember: "r" } });
  const state: OrderState = (await bank.signdoc.status("1")).orderState;
  if (state === "CANCELLED") return [];
  const source: PermissionExport = await createPermissionExport({ username: "user", password: "password" });
  const found: ExportedPermission[] = [];
  const progress = { signal, timeout: 5, onProgress: ({ bytes, entries }: { bytes: number; entries: number }) => bytes / entries };
  for await (const entry of source.list({ tappId: "a", since: new Date() }, progress)) found.push(entry);
  for await (const { tappId, syncId } of source.listForCmp({ cmpId: "7", tappIds: ["a"], since: "2026-01-01" })) found.push({ syncId, type: tappId, changedAt: 0 });
  return found;
}

export function elements(layer: NetidPermission, button: NetidButton): void {
  button.options = { flow: "loginPermission", claims: { userinfo: { email: null } } };
  layer.tcString = "C";
  layer.show();
  layer.addEventListener("netid-grant", ({ detail: { grant, identifiers } }: CustomEvent<NetidGrantDetail>) => console.log(grant.scope, identifiers?.syncId));
  layer.addEventListener("netid-error", ({ detail }) => console.log(detail.error.code, detail.grant?.relayed));
  const found: NetidPermission | null = document.querySelector("netid-permission");
  found?.hide();
}

export const adapters: TcfOptions[] = [usercentrics(), sourcepoint({ propertyId: 1, origin: "https://cmp.example" }), consentmanager()];

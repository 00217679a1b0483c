/** Why the provider would say no, as far as a page can find out. It asks and looks, and changes nothing. */
import { blocksByDefault, isSameSite, isUsable, skewOf } from "./device.js";
import { BROKER, mixture } from "./environments.js";
import { finding } from "./findings.js";
import { PolicyWatch } from "./policy-watch.js";
import { init, text } from "../shared/send.js";
import { SESSION } from "../shared/storage.js";
import { within } from "../shared/within.js";
import { own } from "../shared/own.js";

/** What the Permission Center's refusals may mean, most likely first. */
const REFUSALS = {
  __proto__: null,
  TAPP_NOT_ALLOWED: ["origin_not_registered", "partner_not_active", "tapp_id_wrong"],
  NO_TAPP_ID: ["tapp_id_wrong"],
  TAPP_ERROR: ["tapp_id_wrong"],
  TOKEN_ERROR: ["sign_in_expired"],
  TPID_EXISTENCE_ERROR: ["account_gone"],
};

const NOTHING = { __proto__: null };

/** The longest that a timer can be set for, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * @param {object} client `provider`, `options` and `found` as of a client, the core's `responses`, the Permission Center
 *   as `permissions()` and its `requests()`, and `hasSignedIn`: whether somebody has on this page
 * @returns {Promise<{ code: string, message: string, docs: string }[]>} most likely first; never rejects
 */
export async function diagnose(client) {
  const diagnosis = new Diagnosis(client);
  const checks = [diagnosis.page, diagnosis.environment, diagnosis.provider, diagnosis.clock, diagnosis.permissions];
  const found = await Promise.all(checks.map((check) => findingsOrNone(check.bind(diagnosis))));
  diagnosis.end();
  // Two checks may meet the same obstacle.
  const byMessage = new Map(found.flat().map((item) => [item.message, item]));
  return [...byMessage.values()].sort((one, other) => isObstacle(other) - isObstacle(one));
}

/** What keeps requests from being sent explains the rest. */
const isObstacle = ({ code }) => code === "offline" || code === "csp_blocked";

async function findingsOrNone(check) {
  try {
    return await check();
  } catch {
    // What can't be looked at is not known to be wrong.
    return [];
  }
}

class Diagnosis {
  #client;
  #policy = new PolicyWatch();
  #controller = new AbortController();
  #timer;
  #deadline;
  #asked;
  #requested;

  constructor(client) {
    this.#client = client;
    const milliseconds = Math.min((client.options.timeout ?? 10) * 1000, LONGEST_TIMER);
    this.#deadline = performance.now() + milliseconds;
    this.#timer = setTimeout(() => this.#controller.abort(), milliseconds);
  }

  end() {
    clearTimeout(this.#timer);
    this.#policy.end();
    this.#controller.abort();
  }

  page() {
    const { redirectUri, storage = SESSION } = this.#client.options;
    const found = [];
    if (globalThis.isSecureContext === false) found.push(finding("page_insecure"));
    if (!isUsable(storage)) found.push(finding("storage_refused"));
    const { origin } = new URL(redirectUri);
    if (globalThis.location && origin !== "null" && origin !== location.origin) {
      found.push(finding("redirect_other_origin", origin));
    }
    return found;
  }

  environment() {
    const { provider, options } = this.#client;
    const mixed = mixture(provider, options, this.#asksByCookie() ? this.#permissionAddresses() : NOTHING);
    return mixed ? [finding("environment_mixed", mixed)] : [];
  }

  /** The provider's own servers. With a relay a page asks none of them. */
  async provider() {
    const { options } = this.#client;
    if (options.relay) return [];
    const { permissionWrite } = this.#asksByCookie() ? this.#permissionAddresses() : NOTHING;
    const others = [this.#tokenAddress(), permissionWrite && `${permissionWrite}/netid-permissions`].filter(Boolean);
    const found = await Promise.all([this.#issuer(), ...others.map((url) => this.#reach(url))]);
    return found.flat();
  }

  /** What ID tokens are checked with, which a page with a relay gets none of. */
  async clock() {
    const { clockTolerance = 60, relay } = this.#client.options;
    if (relay) return [];
    const answers = [this.#keys(), this.#ownServer()].map((answer) => answer.catch(() => {}));
    const [provider, own] = await Promise.all(answers);
    const seconds = skewOf(provider) ?? skewOf(own);
    if (!(Math.abs(seconds) > clockTolerance)) return [];
    return [finding("clock_wrong", `${Math.round(Math.abs(seconds))} seconds ${seconds > 0 ? "fast" : "slow"}`)];
  }

  async permissions() {
    const { provider, options, permissions } = this.#client;
    if (provider !== "netid" || !(options.relay || this.#asksByCookie())) return [];
    const addresses = [this.#asksByCookie() && this.#readAddress(), options.relay].filter(Boolean);
    // Without a page the Permission Center knows no partner, so that an answer is all there is to have.
    if (!globalThis.location) return (await Promise.all(addresses.map((url) => this.#reach(url)))).flat();
    if (navigator.cookieEnabled === false) return [finding("third_party_cookies_blocked")];
    try {
      await permissions().read({ __proto__: null, signal: this.#controller.signal });
      return [];
    } catch (error) {
      return this.#refusal(error, addresses);
    }
  }

  async #refusal(error, addresses) {
    const [code, status, statusCode] = ["code", "status", "statusCode"].map((name) => own(error, name));
    if (["network", "timeout", "aborted"].includes(code)) {
      return (await Promise.all(addresses.map((url) => this.#unanswered(url, code)))).flat();
    }
    if (code === "grant_missing" || code === "grant_expired") return [finding("not_signed_in")];
    const { relay } = this.#client.options;
    const isRelays = relay && !(this.#asksByCookie() && code === "permission_failed");
    if (isRelays && code !== "permission_denied") return [finding("relay_refused", hostOf(relay))];
    if (statusCode === "NO_TPID") return this.#unknownUser(addresses[0]);
    if (statusCode in REFUSALS) return REFUSALS[statusCode].map((cause) => finding(cause, location.origin));
    if (status >= 500) return [finding("provider_fault", `${hostOf(addresses[0])} answered ${status}`)];
    return [finding("permission_refused", [status, /^[A-Z_]{1,40}$/.exec(statusCode)?.[0]].filter(Boolean).join(" "))];
  }

  /** `NO_TPID`: nobody is signed in, or the browser does not show netID's cookie. */
  #unknownUser(address) {
    const nobody = finding("not_signed_in");
    if (isSameSite(address)) return [nobody];
    const blocked = finding("third_party_cookies_blocked");
    return this.#client.hasSignedIn || blocksByDefault() ? [blocked, nobody] : [nobody, blocked];
  }

  /** The issuer as a page has to reach it, since it checks ID tokens with its keys. */
  async #issuer() {
    const { responses } = this.#client;
    const isPlain = !wantsIdToken(this.#client);
    const request = this.#keysRequest();
    if (!request) return [];
    let answer;
    try {
      answer = await this.#keys();
    } catch ({ code }) {
      const found = await this.#unanswered(request.url, code);
      if (!found.some((item) => item.code === "origin_not_registered")) return found;
      // Without ID tokens a page has no need to read this answer. What is not there is withheld, too.
      if (isPlain) return [];
      return this.#knownKeys() ? found : [...found, finding("discovery_unusable", hostOf(request.url))];
    }
    const { status } = answer.response;
    const host = hostOf(request.url);
    if (status >= 500) return [finding("provider_fault", `${host} answered ${status}`)];
    if (isPlain || this.#knownKeys()) return [];
    try {
      responses.readMetadata(status, answer.body);
      return [];
    } catch {
      return [finding("discovery_unusable", host)];
    }
  }

  /** The key set where its address is known, or the discovery document, which names it. */
  #keysRequest() {
    const { responses } = this.#client;
    if (wantsIdToken(this.#client) && this.#knownKeys()) return { __proto__: null, method: "GET", url: this.#knownKeys() };
    return responses.issuer() ? responses.metadataRequest() : undefined;
  }

  #knownKeys() {
    const { options, found } = this.#client;
    return options.endpoints?.jwks ?? found?.endpoints.jwks;
  }

  /** Asked for once: `{ response, body, sentAt, receivedAt }`. */
  async #keys() {
    return (this.#asked ??= this.#fetch(this.#keysRequest()));
  }

  /** The page's own server, for its clock. A service worker's answer has any time. */
  async #ownServer() {
    if (!/^https?:/.test(globalThis.location?.protocol) || navigator.serviceWorker?.controller) return undefined;
    // Without the query, which may hold a code.
    return this.#fetch({ __proto__: null, method: "HEAD", url: location.origin + location.pathname });
  }

  #fetch(request, further) {
    return within(Math.max(0, this.#deadline - performance.now()), undefined, "network", async () => {
      const sentAt = Date.now();
      const response = await fetch(request.url, { __proto__: null, ...init(request, this.#controller.signal), ...further });
      const receivedAt = Date.now();
      return { response, body: await text(response), sentAt, receivedAt };
    });
  }

  /** Whether something answers, though a page may not see what. Browsers take `no-cors` with redirects followed only. */
  #probe(url) {
    return this.#fetch({ __proto__: null, method: "GET", url }, { mode: "no-cors", redirect: "follow" });
  }

  async #reach(url) {
    try {
      await this.#probe(url);
      return [];
    } catch {
      return this.#silent(url);
    }
  }

  /** Why a question that this page's origin has to be allowed for has no answer. */
  async #unanswered(url, code) {
    // A server has no origin that anybody could refuse.
    if (code !== "network" || !globalThis.location) return this.#silent(url);
    const found = await this.#reach(url);
    if (found.length > 0) return found;
    const { relay } = this.#client.options;
    if (url === relay) return [finding("relay_refused", hostOf(url))];
    const isCenter = this.#asksByCookie() && url === this.#readAddress();
    const causes = isCenter ? REFUSALS.TAPP_NOT_ALLOWED : ["origin_not_registered"];
    return causes.map((cause) => finding(cause, location.origin));
  }

  async #silent(url) {
    const directive = await this.#policy.directiveAgainst(url);
    if (directive) return [finding("csp_blocked", `${hostOf(url)} (${directive})`)];
    return [globalThis.navigator?.onLine === false ? finding("offline") : finding("provider_unreachable", hostOf(url))];
  }

  /** Whether the Permission Center knows this client by its page: one that only signs in has no use for it. */
  #asksByCookie() {
    const { provider, options } = this.#client;
    return provider === "netid" && (options.tappId || !(options.relay || options.flow === "login"));
  }

  #tokenAddress() {
    const { provider, options, found } = this.#client;
    return options.endpoints?.token ?? found?.endpoints.token ?? (provider === "netid" ? BROKER.token : undefined);
  }

  #readAddress() {
    return this.#requests().readRequest(NOTHING).url;
  }

  #permissionAddresses() {
    const urls = [this.#readAddress(), this.#requests().writeRequest({ __proto__: null, idconsent: "VALID" }, NOTHING).url];
    const [permissionRead, permissionWrite] = urls.map((url) => url.split("?")[0].replace(/\/[^/]*$/, ""));
    return { permissionRead, permissionWrite };
  }

  #requests() {
    return (this.#requested ??= this.#client.requests());
  }
}

/** Whether there will be ID tokens, whose signatures a page checks. */
function wantsIdToken({ provider, options: { idTokenAlg, flow = "permission", scope = [] } }) {
  if (idTokenAlg === "none") return false;
  if (provider === "netid") return flow !== "permission";
  return provider === "bankid" || scope.join(" ").split(" ").includes("openid");
}

const hostOf = (url) => new URL(url).host;

// A visitor of the clients' pages, in a browser context of its own. All times are Chromium's own.
import { EventEmitter, once } from "node:events";

/** What a network and a machine do to a page. `null` leaves them as they are. */
export const CONDITIONS = {
  local: null,
  // As a phone on a slow connection: 150 ms for each round trip, 1.6 Mbit/s down and 750 kbit/s up.
  slow: { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, cpuSlowdown: 4 },
};

// In milliseconds, for one step of a login.
const PATIENCE = 60_000;
const REPORT = "report";

export class Visitor extends EventEmitter {
  #context;
  #session;
  #frame;

  /**
   * @param {import("playwright-core").Browser} browser
   * @param {keyof typeof CONDITIONS} conditions
   */
  static async open(browser, conditions) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const visitor = new Visitor(context, session);
    await visitor.#prepare(CONDITIONS[conditions]);
    return visitor;
  }

  constructor(context, session) {
    super();
    this.#context = context;
    this.#session = session;
  }

  async #prepare(conditions) {
    const session = this.#session;
    const documents = new Map();
    session.on("Network.requestWillBeSent", ({ type, frameId, requestId, request: { url }, timestamp }) => {
      if (type !== "Document" || frameId !== this.#frame) return;
      documents.set(requestId, url);
      this.emit("asked", { url, at: timestamp * 1000 });
    });
    session.on("Network.loadingFinished", ({ requestId }) => {
      if (documents.has(requestId)) this.emit("received", { url: documents.get(requestId) });
    });
    session.on("Runtime.bindingCalled", ({ name, payload }) => {
      if (name === REPORT) this.emit("reported", JSON.parse(payload));
    });
    await Promise.all(["Network", "Page", "Runtime"].map((domain) => session.send(`${domain}.enable`)));
    const { frameTree } = await session.send("Page.getFrameTree");
    this.#frame = frameTree.frame.id;
    await session.send("Runtime.addBinding", { name: REPORT });
    if (!conditions) return;
    const { cpuSlowdown, ...network } = conditions;
    await session.send("Network.emulateNetworkConditions", { offline: false, ...network });
    await session.send("Emulation.setCPUThrottlingRate", { rate: cpuSlowdown });
  }

  /**
   * Opens a page that starts a login by itself, and waits until the provider's page is there.
   *
   * @param {string} address
   * @param {string} provider how the addresses of the provider begin
   * @returns {Promise<number>} from the start of the navigation to the request for the authorization URL, in milliseconds
   */
  async startLogin(address, provider) {
    const isProviders = ({ url }) => url.startsWith(provider);
    const login = Promise.all([
      this.#next("asked", ({ url }) => url === address),
      this.#next("asked", isProviders),
      this.#next("received", isProviders),
    ]);
    const failure = this.#next("reported");
    await this.#session.send("Page.navigate", { url: address });
    const reached = await Promise.race([login, failure]);
    if (!Array.isArray(reached)) throw new Error(reached.error);
    return reached[1].at - reached[0].at;
  }

  /**
   * Opens a page with a response, and waits until the login is done.
   *
   * @param {string} address
   * @returns {Promise<number>} from the start of the navigation to the grant, in milliseconds
   */
  async finishLogin(address) {
    const reported = this.#next("reported");
    await this.#session.send("Page.navigate", { url: address });
    const { grant, subject, error } = await reported;
    if (subject !== "user") throw new Error(error ?? "Nobody has signed in.");
    return grant;
  }

  /** Empties the cache, as if the browser had needed the room while the user was away. */
  async clearCache() {
    await this.#session.send("Network.clearBrowserCache");
  }

  async close() {
    await this.#context.close();
  }

  async #next(event, isIt = () => true) {
    const signal = AbortSignal.timeout(PATIENCE);
    for (;;) {
      const [value] = await once(this, event, { signal }).catch(() => {
        throw new Error(`Nothing was ${event} for ${PATIENCE / 1000} s.`);
      });
      if (isIt(value)) return value;
    }
  }
}

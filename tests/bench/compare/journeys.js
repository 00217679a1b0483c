import { startProvider } from "../../peers/provider.js";
import { serveClients } from "./site.js";
import { Visitor } from "./visitor.js";

const PROMPT = `<!doctype html><title>Sign in</title><link rel="icon" href="data:,">`;

/** The provider and the clients' pages, and the ways of visitors between them. */
export class Journeys {
  #browser;
  #provider;
  #issuer;
  #response;
  #site;

  /** @param {import("playwright-core").Browser} browser */
  static async open(browser) {
    const journeys = new Journeys();
    journeys.#browser = browser;
    journeys.#provider = await startProvider();
    journeys.#issuer = journeys.#provider.open({ prompt: (address) => ((journeys.#response = address), PROMPT) });
    journeys.#site = await serveClients(journeys.#issuer.id);
    return journeys;
  }

  /** The address of a client's page. */
  address(name, page) {
    return this.#site.address(name, page);
  }

  /**
   * What the browser downloads of scripts and WebAssembly.
   *
   * @param {string} name of the client
   * @returns {Promise<{ start: Served[], login: Served[], startAlone: Served[] }>} until the login has started, until
   *   it was done, and until one has started on a page that leaves the response to another
   *
   * @typedef {import("./site.js").Served} Served
   */
  async downloads(name) {
    const whole = await this.#visit("local", async (visitor) => {
      await this.#start(visitor, name);
      const start = this.#site.served();
      await visitor.finishLogin(this.#response);
      return { start, login: [...start, ...this.#site.served()] };
    });
    return this.#visit("local", async (visitor) => {
      await this.#start(visitor, name, "start");
      return { ...whole, startAlone: this.#site.served() };
    });
  }

  /**
   * Logins of one client under one kind of conditions, timed in milliseconds: one of a first visit, a second one of
   * the same visitor, and one whose response finds an empty cache.
   *
   * @param {string} name of the client
   * @param {"local" | "slow"} conditions
   * @returns {Promise<{ start: number[], first: number, warm: number, cold: number }>} `start` from navigation to
   *   authorization URL with an empty cache; the others from response to grant
   */
  async logins(name, conditions) {
    const [start, first, warm] = await this.#visit(conditions, async (visitor) => {
      const started = await this.#start(visitor, name);
      const finished = await visitor.finishLogin(this.#response);
      await this.#start(visitor, name);
      this.#site.served();
      const again = await visitor.finishLogin(this.#response);
      this.#requireDownloads(name, false);
      return [started, finished, again];
    });
    const [otherStart, cold] = await this.#visit(conditions, async (visitor) => {
      const started = await this.#start(visitor, name);
      await visitor.clearCache();
      this.#site.served();
      const finished = await visitor.finishLogin(this.#response);
      this.#requireDownloads(name, true);
      return [started, finished];
    });
    return { start: [start, otherStart], first, warm, cold };
  }

  async close() {
    await Promise.all([this.#site.close(), this.#provider.close()]);
  }

  #start(visitor, name, page = "login") {
    return visitor.startLogin(this.#site.address(name, page), this.#issuer.id);
  }

  async #visit(conditions, work) {
    this.#site.served();
    const visitor = await Visitor.open(this.#browser, conditions);
    try {
      return await work(visitor);
    } finally {
      await visitor.close();
    }
  }

  /** A cache that was not as it should be would make the times worthless. */
  #requireDownloads(name, expected) {
    if (this.#site.served().length > 0 !== expected) throw new Error(`${name}: the cache was ${expected ? "not " : ""}empty.`);
  }
}

import { randomUUID } from "node:crypto";

/** Lifetimes in seconds where `startSandbox` is not told otherwise. */
export const ORDER_LIFETIMES = {
  /** From its creation until its user is at the authorization endpoint. */
  signOrder: 90,
  /** After it was signed. */
  signedOrder: 90,
};

/** What becomes of an order, by BankID's names. There is one more, "FAILED", which nothing ends in here. */
export const STATES = {
  received: "ORDER_RECEIVED",
  started: "USER_SIGNING",
  completed: "SIGN_COMPLETED",
  cancelled: "CANCELLED",
};

/** The orders of all clients. What has lapsed is gone when somebody asks for it, or for another. */
export class Orders {
  #byId = new Map();
  #lifetimes;

  /** @param {Partial<typeof ORDER_LIFETIMES>} [lifetimes] */
  constructor(lifetimes) {
    this.#lifetimes = { ...ORDER_LIFETIMES, ...lifetimes };
  }

  /**
   * Makes an order.
   *
   * @param {string} clientId
   * @param {object} order of `readOrder`
   * @returns {string} its `sign_id`
   */
  create(clientId, order) {
    this.#sweep();
    const signId = randomUUID();
    const lapsesAt = Date.now() + this.#lifetimes.signOrder * 1000;
    this.#byId.set(signId, { ...order, signId, clientId, state: STATES.received, lapsesAt });
    return signId;
  }

  /**
   * @param {string | undefined} signId
   * @param {string} clientId
   * @returns {object | undefined} the client's own order, unless it has lapsed
   */
  find(signId, clientId) {
    this.#sweep();
    const order = this.#byId.get(signId);
    return order?.clientId === clientId ? order : undefined;
  }

  /**
   * Its user is at the authorization endpoint.
   *
   * @returns {boolean} whether there is something to sign
   */
  reach(signId, clientId) {
    const order = this.find(signId, clientId);
    if (order?.state === STATES.received) {
      order.state = STATES.started;
      order.lapsesAt = Date.now() + order.signProperties.timeoutSeconds * 1000;
    }
    return order?.state === STATES.started;
  }

  /** Its user has signed. */
  sign(signId, clientId, signer) {
    const order = this.find(signId, clientId);
    Object.assign(order, { state: STATES.completed, signer, lapsesAt: Date.now() + this.#lifetimes.signedOrder * 1000 });
  }

  /**
   * Its user has not.
   *
   * @returns {boolean} whether there was something to sign
   */
  cancel(signId, clientId) {
    const order = this.find(signId, clientId);
    const isOpen = order?.state === STATES.started;
    if (isOpen) order.state = STATES.cancelled;
    return isOpen;
  }

  /** @returns {object | undefined} the order, which is gone then */
  take(signId, clientId) {
    const order = this.find(signId, clientId);
    if (order) this.#byId.delete(signId);
    return order;
  }

  #sweep() {
    const now = Date.now();
    for (const [signId, { lapsesAt }] of this.#byId) {
      if (lapsesAt <= now) this.#byId.delete(signId);
    }
  }
}

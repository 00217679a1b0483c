const SWEEP_INTERVAL_MS = 60_000;

/**
 * Storage of one model of oidc-provider: everything is in memory and gone with the process. The library's
 * own is for quick starts: it announces itself on the console and drops what exceeds 1000 records.
 */
export class MemoryAdapter {
  #records = new Map();
  #sweptAt = Date.now();

  async upsert(id, payload, expiresIn) {
    this.#sweep();
    // Kept a little beyond the end, so that the answer is "expired" and not "unknown".
    const keepUntil = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000 + SWEEP_INTERVAL_MS;
    this.#records.set(id, { payload, keepUntil });
  }

  async find(id) {
    return this.#records.get(id)?.payload;
  }

  async findByUid(uid) {
    return [...this.#records.values()].find(({ payload }) => payload.uid === uid)?.payload;
  }

  async consume(id) {
    this.#records.get(id).payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    this.#records.delete(id);
  }

  async revokeByGrantId(grantId) {
    this.#deleteWhere(({ payload }) => payload.grantId === grantId);
  }

  #sweep() {
    const now = Date.now();
    if (now - this.#sweptAt >= SWEEP_INTERVAL_MS) {
      this.#sweptAt = now;
      this.#deleteWhere(({ keepUntil }) => keepUntil < now);
    }
  }

  #deleteWhere(condition) {
    for (const [id, record] of this.#records) {
      if (condition(record)) {
        this.#records.delete(id);
      }
    }
  }
}

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * What users consented to at partners, and which accounts are gone.
 *
 * Kept in memory and, where a file is named, over restarts.
 */
export class PermissionStore {
  #file;
  #saving = Promise.resolve();
  #records;
  #deleted;

  constructor(file, { records = {}, deleted = [] } = {}) {
    this.#file = file;
    this.#records = new Map(Object.entries(records));
    this.#deleted = new Set(deleted);
  }

  /**
   * @param {string} [file] a JSON file, made when there is something to keep; one that can't be read counts as empty
   * @returns {Promise<PermissionStore>}
   */
  static async open(file) {
    if (!file) return new PermissionStore();
    const kept = await readFile(file, "utf8").then(JSON.parse).catch(() => ({}));
    return new PermissionStore(file, kept);
  }

  /** What is stored of a user at a partner; undefined where nothing ever was. */
  find(accountId, tappId) {
    return this.#records.get(keyOf(accountId, tappId));
  }

  /**
   * Stores settings, each with the instant of the change.
   *
   * @param {string} accountId
   * @param {string} tappId
   * @param {{ idconsent?: "VALID" | "INVALID", iab_tc_string?: string }} settings
   */
  async change(accountId, tappId, { idconsent, iab_tc_string: tcString }) {
    const changed_at = new Date().toISOString();
    const record = { accountId, tappId, ...this.find(accountId, tappId) };
    if (idconsent !== undefined) record.idconsent = { changed_at, status: idconsent };
    if (tcString !== undefined) record.iab_tcstring = { changed_at, value: tcString };
    this.#records.set(keyOf(accountId, tappId), record);
    await this.#save();
  }

  /** Everything that is stored at some partners, the oldest change first. */
  *changes(tappIds, since) {
    for (const record of this.#records.values()) {
      if (!tappIds.includes(record.tappId)) continue;
      for (const [type, setting] of [["IDCONSENT", record.idconsent], ["IAB_TC_STRING", record.iab_tcstring]]) {
        if (setting && Date.parse(setting.changed_at) >= since) yield { record, type, setting };
      }
    }
  }

  /** Whether the account was deleted. */
  isGone(accountId) {
    return this.#deleted.has(accountId);
  }

  /** Deletes an account with all that is stored of it. */
  async deleteAccount(accountId) {
    this.#deleted.add(accountId);
    for (const [key, record] of this.#records) if (record.accountId === accountId) this.#records.delete(key);
    await this.#save();
  }

  // One after the other, and never half a file where the process is stopped meanwhile.
  #save() {
    if (!this.#file) return undefined;
    this.#saving = this.#saving.then(async () => {
      const text = JSON.stringify({ records: Object.fromEntries(this.#records), deleted: [...this.#deleted] }, null, 2);
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFile(`${this.#file}.new`, text);
      await rename(`${this.#file}.new`, this.#file);
    });
    return this.#saving;
  }
}

const keyOf = (accountId, tappId) => `${accountId} ${tappId}`;

/** An answer that is no success. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} error
   * @param {string} [description]
   */
  constructor(status, error, description) {
    super(description ?? error);
    this.status = status;
    this.body = { error, ...(description && { error_description: description }) };
  }
}

/** An answer that says no. */
export class Refusal extends Error {
  /**
   * @param {number} status of HTTP
   * @param {string} [statusCode] the Permission Center's own; absent where it documents none
   */
  constructor(status, statusCode) {
    super(statusCode ?? String(status));
    this.status = status;
    this.statusCode = statusCode;
  }
}

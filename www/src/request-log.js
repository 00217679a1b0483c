/**
 * One request and what became of it.
 * @typedef {object} LoggedRequest
 * @property {string} method
 * @property {string} url
 * @property {string} [body]
 * @property {number} [status] absent where the page got no answer
 * @property {string} [answer]
 */

/**
 * Lets somebody see the requests that go to some addresses, and their answers.
 * @param {string[]} addresses beginnings of addresses
 * @param {(request: LoggedRequest) => void} onRequest called when the answer is there
 * @returns {() => void} stops it
 */
export function logRequests(addresses, onRequest) {
  const { fetch } = globalThis;
  globalThis.fetch = async (url, init) => {
    if (!addresses.some((address) => String(url).startsWith(address))) return fetch(url, init);
    const request = { method: init?.method ?? "GET", url: String(url), body: init?.body ?? undefined };
    try {
      const response = await fetch(url, init);
      onRequest({ ...request, status: response.status, answer: await response.clone().text() });
      return response;
    } catch (error) {
      onRequest(request);
      throw error;
    }
  };
  return () => (globalThis.fetch = fetch);
}

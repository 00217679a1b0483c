// For clients that leave it to the application where a login waits for its response.
const key = (state) => `login.${state}`;

/**
 * Keeps what the response is to be checked against.
 *
 * @param {string} state
 * @param {{ codeVerifier: string, nonce?: string }} login
 */
export const keep = (state, login) => sessionStorage.setItem(key(state), JSON.stringify(login));

/**
 * What was kept for the response that the page was opened with, once.
 *
 * @returns {{ state: string, codeVerifier: string, nonce?: string }}
 */
export function take() {
  const state = new URLSearchParams(location.search).get("state");
  const text = sessionStorage.getItem(key(state));
  if (text === null) throw new Error("No login waits for this response.");
  sessionStorage.removeItem(key(state));
  return { state, ...JSON.parse(text) };
}

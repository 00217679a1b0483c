import { Browser } from "../../sandbox/test/browser.js";

/**
 * Signs Mia in at the sandbox without a browser and allows what is asked.
 *
 * @param {object} sandbox what `startSandbox` gave
 * @param {string} url the authorization request
 * @returns {Promise<string>} the address that the sandbox sends the user back to
 */
export async function signInOverHttp(sandbox, url) {
  const browser = new Browser(sandbox);
  const signIn = await browser.open(url);
  const next = await browser.press(signIn, "Mia Sommer");
  const { left } = next.left ? next : await browser.press(next, "Allow");
  return left.href;
}
